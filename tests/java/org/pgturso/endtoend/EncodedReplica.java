package org.pgturso.endtoend;

import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Relation;
import org.pgturso.servers.TursoServer;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.type.TypeOptions;
import org.pgturso.type.TypeTable;

/**
 * A relation with columns of any types and its table in Turso. Which SQLite value stands for a Postgres text is taken
 * from the type table, which tests of its own compare with Postgres; all the way between is what is tested here.
 */
record EncodedReplica(Source source, TursoServer turso, String relation, String table) {
    /** The rows of one side only, with how many more there are; empty where both sides are the same. */
    Map<String, Integer> differences() throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        try (Connection pinned = source.pinned()) {
            Set<Object> present = new HashSet<>();
            turso.query("PRAGMA table_info(" + Replica.quote(table) + ")").forEach(row -> present.add(row.get(1)));
            List<Column> columns = shape(pinned).columns().stream()
                    .filter(column -> present.contains(column.name()))
                    .toList();
            for (List<@Nullable Object> row : expected(pinned, columns)) {
                counts.merge(row.toString(), 1, Integer::sum);
            }
            for (List<@Nullable Object> row : actual(columns)) {
                counts.merge(row.toString(), -1, Integer::sum);
            }
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private Relation shape(Connection pinned) throws SQLException {
        String shape = ofRelation(pinned, "SELECT turso.shape(?::regclass)");
        return Relation.fromJson(JsonParser.parseString(shape).getAsJsonObject());
    }

    private List<List<@Nullable Object>> expected(Connection pinned, List<Column> columns) throws SQLException {
        String select = columns.stream()
                .map(column -> Replica.quote(column.name()))
                .map(column -> "CASE num_nonnulls(" + column + ") WHEN 1 THEN concat(" + column + ") END")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + from(pinned)));
        List<List<@Nullable Object>> all = new ArrayList<>();
        try (Statement statement = pinned.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            while (rows.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    String text = rows.getString(i + 1);
                    values.add(text == null ? null : encoded(columns.get(i), text));
                }
                all.add(values);
            }
        }
        return all;
    }

    /** Rows of children are replicated with the children; those of partitions with the root. */
    private String from(Connection pinned) throws SQLException {
        return ofRelation(
                pinned,
                "SELECT concat(CASE relkind WHEN 'r' THEN 'ONLY ' END, oid::regclass) FROM pg_class WHERE oid = ?::regclass");
    }

    private String ofRelation(Connection pinned, String query) throws SQLException {
        try (var statement = pinned.prepareStatement(query)) {
            statement.setString(1, relation);
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getString(1);
        }
    }

    private static Object encoded(Column column, String text) {
        SqliteValue value =
                TypeTable.mapping(column.type(), TypeOptions.DEFAULT).codec().encode(text);
        if (value instanceof SqliteValue.Int number) {
            return number.value();
        } else if (value instanceof SqliteValue.Real number) {
            return number.value();
        } else if (value instanceof SqliteValue.Blob blob) {
            return "'x'" + blob.hex() + "''";
        }
        return "'" + ((SqliteValue.Text) value).value() + "'";
    }

    private List<List<@Nullable Object>> actual(List<Column> columns) {
        String select = columns.stream()
                .map(column -> Replica.quote(column.name()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + Replica.quote(table)));
        return turso.query(columns.isEmpty() ? "SELECT 1 FROM " + Replica.quote(table) : select).stream()
                .map(row -> columns.isEmpty() ? List.<@Nullable Object>of() : quoted(row))
                .toList();
    }

    private static List<@Nullable Object> quoted(List<@Nullable Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        row.forEach(value -> values.add(value instanceof String ? "'" + value + "'" : value));
        return values;
    }
}
