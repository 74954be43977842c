package org.pgturso.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdentifierTest {
    @Example
    void quotesAreDoubled() {
        assertThat(Identifier.quote("select")).isEqualTo("\"select\"");
        assertThat(Identifier.quote("a\"b\"\"c")).isEqualTo("\"a\"\"b\"\"\"\"c\"");
        assertThat(Identifier.quote("Übung 😀'`[]")).isEqualTo("\"Übung 😀'`[]\"");
    }

    @Property(tries = 300)
    void anyNameCanBeThatOfATableAndOfItsColumn(@ForAll("names") String name) throws SQLException {
        Assume.that(!name.toLowerCase(Locale.ROOT).startsWith("sqlite_"));
        String quoted = Identifier.quote(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + quoted + " (" + quoted + " TEXT)");
            statement.execute("INSERT INTO " + quoted + " (" + quoted + ") VALUES ('here')");
            assertThat(first(statement, "SELECT name FROM sqlite_master")).isEqualTo(name);
            assertThat(first(statement, "SELECT name FROM pragma_table_info((SELECT name FROM sqlite_master))"))
                    .isEqualTo(name);
            assertThat(first(statement, "SELECT " + quoted + " FROM " + quoted)).isEqualTo("here");
        }
    }

    /** What Postgres takes as a name: anything but nothing, and no NUL. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> odd = Arbitraries.of(
                "select", "\"", "''", "`", "[]", "a.b", " ", "\n", "--", "/*", "?1", ":a", "rowid", "😀", "É",
                "\u0001");
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('\u0001', '\ud7ff')
                .ofMinLength(1)
                .ofMaxLength(63);
        return Arbitraries.oneOf(odd, any, odd.list().ofMinSize(1).ofMaxSize(5).map(parts -> String.join("", parts)));
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
