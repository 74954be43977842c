package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.postgres.PgType;
import org.pgturso.postgres.Relation;
import org.pgturso.servers.PostgresServer;
import org.pgturso.sqlite.SqliteValue;

/** Postgres knows best: its catalog, and whether a value that went to SQLite and back is the same. */
class TypeOracleIT {
    private static final String DATABASE = "type_oracle";

    /** What only Postgres itself makes: no table of a user can hold more than a copy of it. */
    private static final String INTERNAL = "gtsvector|pg_(node_tree|ndistinct|dependencies|mcv_list|brin_.*)";

    private static Connection postgres;

    @BeforeAll
    static void connect() throws SQLException {
        PostgresServer.shared().createDatabase(DATABASE);
        postgres = PostgresServer.shared().connect(DATABASE);
        run("CREATE EXTENSION pgturso");
        run(TypeLiterals.DECLARATIONS);
        run("SET DateStyle = ISO", "SET TimeZone = 'UTC'", "SET IntervalStyle = iso_8601", "SET bytea_output = hex");
        run("SET extra_float_digits = 3", "SET lc_monetary = 'C'", "SET search_path = public");
    }

    @AfterAll
    static void disconnect() throws SQLException {
        postgres.close();
    }

    @Test
    void oidsAndNamesAreThoseOfTheCatalog() throws SQLException {
        List<String> ours = TypeTable.standard().rows().stream()
                .filter(row -> row.oid() != TypeRow.BY_NAME)
                .map(row -> row.oid() + " " + row.name())
                .toList();
        String oids = TypeTable.standard().rows().stream()
                .map(row -> Long.toString(row.oid()))
                .collect(Collectors.joining(","));
        assertThat(column("SELECT oid || ' ' || typname FROM pg_type WHERE oid IN (" + oids + ")"))
                .containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void everyBuiltInBaseTypeHasARow() throws SQLException {
        List<String> types = column("SELECT typname FROM pg_type t WHERE typnamespace = 'pg_catalog'::regnamespace"
                + " AND typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)");
        TreeSet<String> missing = new TreeSet<>(types);
        TypeTable.standard().rows().forEach(row -> missing.remove(row.name()));
        assertThat(missing).allMatch(name -> name.matches(INTERNAL));
    }

    static Stream<Arguments> types() {
        return TypeLiterals.BY_TYPE.entrySet().stream().map(type -> arguments(type.getKey(), type.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void everyValueComesBackTheSame(String sqlType, List<String> literals) throws SQLException {
        PgType type = shape(sqlType);
        Codec codec = TypeTable.mapping(type, TypeOptions.DEFAULT).codec();
        for (String literal : literals) {
            String original = BackToPostgres.quote(literal) + "::" + sqlType;
            SqliteValue value =
                    codec.encode(column("SELECT concat(" + original + ")").get(0));
            String back = BackToPostgres.sql(type, sqlType, value);
            assertThat(column("SELECT record_image_eq(ROW(" + back + "), ROW(" + original + "))"))
                    .as("%s is %s and comes back as %s", original, value, back)
                    .containsExactly("t");
        }
    }

    /** The way back that the documentation gives for most arrays and composites. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("readableByPostgres")
    void postgresReadsTheJson(String sqlType, String literal) throws SQLException {
        String original = BackToPostgres.quote(literal) + "::" + sqlType;
        Codec codec = TypeTable.mapping(shape(sqlType), TypeOptions.DEFAULT).codec();
        SqliteValue.Text json = (SqliteValue.Text)
                codec.encode(column("SELECT concat(" + original + ")").get(0));
        String object = "json_build_object('x', " + BackToPostgres.quote(json.value()) + "::json)";
        assertThat(column("SELECT record_image_eq(ROW(x), ROW(" + original + ")) FROM json_to_record(" + object
                        + ") AS r(x " + sqlType + ")"))
                .as(json.value())
                .containsExactly("t");
    }

    static Stream<Arguments> readableByPostgres() {
        return TypeLiterals.BY_TYPE.entrySet().stream()
                .filter(type -> type.getKey().matches(".*\\[\\]|nothing|single|pair|tabular|named"))
                .filter(type -> !type.getKey().matches("(json|jsonb|hstore|ints|deep)\\[\\]"))
                .flatMap(type -> type.getValue().stream()
                        .filter(literal -> !literal.startsWith("["))
                        .map(literal -> arguments(type.getKey(), literal)));
    }

    private static PgType shape(String sqlType) throws SQLException {
        run("DROP TABLE IF EXISTS shaped", "CREATE TABLE shaped (v " + sqlType + ")");
        String shape = column("SELECT turso.shape('shaped')").get(0);
        return Relation.fromJson(JsonParser.parseString(shape).getAsJsonObject())
                .columns()
                .get(0)
                .type();
    }

    private static void run(String... sql) throws SQLException {
        try (Statement statement = postgres.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    private static List<String> column(String sql) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
