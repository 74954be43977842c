package org.pgturso.type;

import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.PinnedSettings;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.SelectList;
import org.pgturso.servers.TursoServer;
import org.pgturso.sqlite.Identifier;
import org.pgturso.sqlite.SqliteValue;

/** A table of Postgres with its values as the type table says they should be in Turso. */
record EncodedTable(Connection connection, String relation) {
    /** Compares the rows of both sides, counted as often as they are there. */
    void assertEqual(TursoServer turso, String table, String description) throws SQLException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        rows().forEach(row -> counts.merge(row, 1, Integer::sum));
        turso.query("SELECT * FROM " + Identifier.quote(table))
                .forEach(row -> counts.merge(shown(row), -1, Integer::sum));
        counts.values().removeIf(count -> count == 0);
        if (!counts.isEmpty()) {
            throw new AssertionError(description + " differs, positive where only Postgres has a row: " + counts);
        }
    }

    private List<String> rows() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PinnedSettings.pinSession());
            List<Column> columns = columns(statement);
            List<Codec> codecs = columns.stream()
                    .map(column -> TypeTable.mapping(column.type(), TypeOptions.DEFAULT)
                            .codec())
                    .toList();
            List<String> rows = new ArrayList<>();
            try (ResultSet result =
                    statement.executeQuery("SELECT " + SelectList.TABLE.texts(columns) + " FROM " + relation)) {
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 0; i < codecs.size(); i++) {
                        String text = result.getString(i + 1);
                        row.add(text == null ? null : value(codecs.get(i).encode(text)));
                    }
                    rows.add(shown(row));
                }
            }
            return rows;
        }
    }

    private List<Column> columns(Statement statement) throws SQLException {
        try (ResultSet shape = statement.executeQuery("SELECT turso.shape(" + BackToPostgres.quote(relation) + ")")) {
            shape.next();
            return Relation.fromJson(JsonParser.parseString(shape.getString(1)).getAsJsonObject())
                    .columns();
        }
    }

    /** As {@link TursoServer#query} gives it. */
    private static Object value(SqliteValue value) {
        if (value instanceof SqliteValue.Int number) {
            return number.value();
        }
        if (value instanceof SqliteValue.Real real) {
            return real.value();
        }
        return value instanceof SqliteValue.Blob blob ? "x'" + blob.hex() + "'" : ((SqliteValue.Text) value).value();
    }

    private static String shown(List<@Nullable Object> row) {
        return row.stream()
                .map(value -> value instanceof String text ? "'" + text + "'" : String.valueOf(value))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
