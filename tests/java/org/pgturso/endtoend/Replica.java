package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgturso.servers.TursoServer;

/**
 * A relation and its table in Turso, compared whole. What Turso should have is worked out here from the type table in
 * the documentation, not with the code under test.
 */
final class Replica {
    private record Column(String name, String type) {}

    private static final String COLUMNS = """
            SELECT attname, CASE WHEN typelem <> 0 AND typlen = -1 THEN 'array' ELSE typname::text END
              FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
             WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """;

    private final Source source;
    private final TursoServer turso;
    private final String relation;
    private final String table;

    /**
     * Compares one relation.
     *
     * @param relation as SQL names it, perhaps after {@code ONLY}
     * @param table its name in the target, unquoted
     */
    Replica(Source source, TursoServer turso, String relation, String table) {
        this.source = source;
        this.turso = turso;
        this.relation = relation;
        this.table = table;
    }

    /** Asserts that both sides hold the same rows; returns how many. */
    int assertSame() throws SQLException {
        try (Connection pinned = source.pinned()) {
            List<Column> columns = columns(pinned);
            List<String> expected = expected(pinned, columns);
            assertThat(actual(columns)).as("rows of %s in Turso", table).isEqualTo(expected);
            return expected.size();
        }
    }

    private List<Column> columns(Connection pinned) throws SQLException {
        try (var statement = pinned.prepareStatement(COLUMNS)) {
            statement.setString(1, relation.replaceFirst("^ONLY ", ""));
            ResultSet rows = statement.executeQuery();
            List<Column> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2)));
            }
            return columns;
        }
    }

    private List<String> expected(Connection pinned, List<Column> columns) throws SQLException {
        String select = columns.stream()
                .map(column -> postgresText(quote(column.name()), column.type()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + relation));
        try (Statement statement = pinned.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    String text = rows.getString(i + 1);
                    values.add(show(
                            text == null
                                    ? null
                                    : sqliteValue(text, columns.get(i).type()),
                            columns.get(i).type()));
                }
                all.add(values.toString());
            }
            return all.stream().sorted().toList();
        }
    }

    private List<String> actual(List<Column> columns) {
        String select = columns.stream()
                .map(column -> quote(column.name()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + quote(table)));
        List<String> all = new ArrayList<>();
        for (List<@Nullable Object> row : turso.query(select)) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(show(row.get(i), columns.get(i).type()));
            }
            all.add(values.toString());
        }
        return all.stream().sorted().toList();
    }

    private static String postgresText(String column, String type) {
        return switch (type) {
            case "bool" -> column + "::int::text";
            case "bytea" -> "encode(" + column + ", 'hex')";
            case "array" -> "to_json(" + column + ")::text";
            default -> "CASE WHEN " + column + " IS NOT NULL THEN concat(" + column + ") END";
        };
    }

    private static Object sqliteValue(String text, String type) {
        return switch (type) {
            case "int2", "int4", "int8", "oid", "bool" -> Long.valueOf(text);
            case "float4" -> text.matches(".*[Ny].*") ? text : Double.valueOf(Float.parseFloat(text));
            case "float8" -> text.matches(".*[Ny].*") ? text : Double.valueOf(text);
            case "bytea" -> "x'" + text + "'";
            case "timestamptz" -> text.endsWith("infinity") ? text : text + ":00";
            default -> text;
        };
    }

    /** Tells a number from the text that looks like it, and takes JSON as what it means. */
    private static String show(@Nullable Object value, String type) {
        if (value instanceof String text) {
            return type.equals("array") ? JsonParser.parseString(text).toString() : "'" + text + "'";
        }
        return String.valueOf(value);
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
