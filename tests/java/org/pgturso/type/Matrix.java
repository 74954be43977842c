package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Relation;
import org.pgturso.servers.TursoServer;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;

/**
 * A table with a column for every type and a row for every value, NULLs where a type has fewer values than others; a view
 * of it; and empty tables of the same shape.
 */
final class Matrix {
    private static final List<Map.Entry<String, List<String>>> TYPES = List.copyOf(TypeLiterals.BY_TYPE.entrySet());
    private static final int ROWS =
            1 + TYPES.stream().mapToInt(type -> type.getValue().size()).max().orElseThrow();

    private final Connection pinned;
    private final List<Column> columns;

    private Matrix(Connection pinned, List<Column> columns) {
        this.pinned = pinned;
        this.columns = columns;
    }

    /** Makes and fills it over a connection that keeps Postgres' own settings. */
    static Matrix create(Connection pinned) throws SQLException {
        try (Statement statement = pinned.createStatement()) {
            statement.execute("SET search_path = pg_catalog, public; SET TimeZone = 'UTC'");
            statement.execute(IntStream.range(0, TYPES.size())
                    .mapToObj(i -> "c" + i + " " + TYPES.get(i).getKey())
                    .collect(Collectors.joining(", ", "CREATE TABLE public.copied (id int PRIMARY KEY, ", ")")));
            statement.execute("CREATE TABLE public.peeked (LIKE public.copied INCLUDING ALL)");
            statement.execute("CREATE TABLE public.streamed (LIKE public.copied INCLUDING ALL)");
            statement.execute("CREATE VIEW public.seen AS SELECT * FROM public.copied");
            for (int row = 0; row < ROWS; row++) {
                statement.execute(insert(row));
            }
        }
        String shape = query(pinned, "SELECT turso.shape('public.copied')").get(0);
        List<Column> columns = Relation.fromJson(JsonParser.parseString(shape).getAsJsonObject())
                .columns();
        return new Matrix(pinned, columns.subList(1, columns.size()));
    }

    private static String insert(int row) {
        return TYPES.stream()
                .map(type -> row < type.getValue().size()
                        ? literal(type.getKey(), type.getValue().get(row))
                        : "NULL")
                .collect(Collectors.joining(", ", "INSERT INTO public.copied VALUES (" + row + ", ", ")"));
    }

    private static String literal(String type, String literal) {
        return BackToPostgres.quote(literal) + "::" + type;
    }

    /** Asserts that two tables hold the same values in the same storage classes. */
    void assertSame(TursoServer turso, String table, String other) {
        List<List<@Nullable Object>> rows = rows(turso, table);
        List<List<@Nullable Object>> others = rows(turso, other);
        assertThat(others).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < columns.size(); c++) {
                assertThat(others.get(i).get(c))
                        .as("row %d of type %s in %s", i, TYPES.get(c).getKey(), other)
                        .isEqualTo(rows.get(i).get(c));
            }
        }
    }

    /** Asserts that every value has its type's storage class and is the original again, once it is back in Postgres. */
    void assertStored(TursoServer turso, String table) throws SQLException {
        List<List<@Nullable Object>> rows = rows(turso, table);
        assertThat(rows).hasSize(ROWS);
        for (int c = 0; c < columns.size(); c++) {
            for (int i = 0; i < ROWS; i++) {
                assertStored(c, i, rows.get(i).get(c));
            }
        }
    }

    private void assertStored(int c, int row, @Nullable Object value) throws SQLException {
        String type = TYPES.get(c).getKey();
        List<String> literals = TYPES.get(c).getValue();
        if (row >= literals.size()) {
            assertThat(value).as("NULL of type %s", type).isNull();
            return;
        }
        assertThat(value).as("%s as %s", literals.get(row), type).isNotNull();
        SqliteType expected =
                TypeTable.mapping(columns.get(c).type(), TypeOptions.DEFAULT).sqliteType();
        SqliteValue stored = value(expected, String.valueOf(value), value);
        String back = BackToPostgres.sql(columns.get(c).type(), type, stored);
        String sql = "SELECT record_image_eq(ROW(" + back + "), ROW(c" + c + ")) FROM public.copied WHERE id = " + row;
        assertThat(query(pinned, sql))
                .as("%s as %s is %s and comes back as %s", literals.get(row), type, stored, back)
                .containsExactly("t");
    }

    /** The value as the class that its column should have; NaN and the infinities are texts. */
    private static SqliteValue value(SqliteType expected, String text, @Nullable Object value) {
        if (expected == SqliteType.REAL && value instanceof Double number) {
            return new SqliteValue.Real(number);
        }
        assertThat(value).isInstanceOf(expected == SqliteType.INTEGER ? Long.class : String.class);
        return switch (expected) {
            case INTEGER -> new SqliteValue.Int(Long.parseLong(text));
            case BLOB -> new SqliteValue.Blob(text.substring(2, text.length() - 1));
            case TEXT, REAL -> new SqliteValue.Text(text);
        };
    }

    private List<List<@Nullable Object>> rows(TursoServer turso, String table) {
        String values = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return turso.query("SELECT " + values + " FROM " + table + " ORDER BY id");
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
