package org.pgturso.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;
import org.pgturso.stress.Stage;

/** NaN and infinities by wal2json, which before 2.6 gives them as null. */
class SpecialNumbersIT {
    private final Stage stage = Stage.inThisJvm(PostgresServer.shared(), "special_numbers", Plugin.WAL2JSON);

    @BeforeEach
    void makeTable() {
        stage.sql("CREATE TABLE n (a text, b int, d float8, f float4, x numeric, PRIMARY KEY (b, a))");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theyAreLookedUpByTheKey() {
        follow("n");
        stage.sql(
                "INSERT INTO n VALUES ('a', 1, 'NaN', '-Infinity', 'NaN'), ('a', 2, NULL, 1, NULL), ('b', 1, 1, NULL, 2)");
        assertThat(stage.host().run()).isEmpty();
        assertThat(rows())
                .containsExactly("[a, 1, NaN, -Infinity, NaN]", "[b, 1, 1.0, null, 2]", "[a, 2, null, 1.0, null]");
    }

    @Test
    void laterChangesDecide() {
        follow("n");
        stage.sql(
                "INSERT INTO n VALUES ('a', 1, 'NaN', 1, 1), ('b', 2, 'NaN', 1, 1), ('c', 3, 'NaN', 1, 1), ('d', 4, 1, 1, 1)",
                "UPDATE n SET d = NULL WHERE b = 1",
                "UPDATE n SET b = 12, x = 'Infinity' WHERE b = 2",
                "DELETE FROM n WHERE b = 3",
                "UPDATE n SET d = '-Infinity' WHERE b = 4");
        assertThat(stage.host().run()).isEmpty();
        assertThat(rows())
                .containsExactly("[a, 1, null, 1.0, 1]", "[d, 4, -Infinity, 1.0, 1]", "[b, 12, NaN, 1.0, Infinity]");
    }

    @Test
    void theyAreLookedUpForTheStreamToo() {
        follow("n");
        stage.sql("INSERT INTO n VALUES ('a', 1, 'NaN', '-Infinity', 'NaN')");
        stage.host().follow(1, 50);
        assertThat(stage.host().run()).isEmpty();
        assertThat(rows()).containsExactly("[a, 1, NaN, -Infinity, NaN]");
    }

    @Test
    void tableWithoutAKeyIsRefusedOnlyWhileItHasThem() {
        stage.sql("CREATE TABLE free (d float8, note text)", "ALTER TABLE free REPLICA IDENTITY FULL");
        stage.sql("INSERT INTO free VALUES (NULL, 'null')");
        follow("free");
        stage.sql("INSERT INTO free VALUES (NULL, 'too'), ('NaN', 'gone')", "DELETE FROM free WHERE note = 'gone'");
        assertThat(stage.host().run()).isEmpty();
        assertThat(stage.turso.query("SELECT note FROM free WHERE d IS NULL ORDER BY 1"))
                .containsExactly(List.of("null"), List.of("too"));
        stage.sql("INSERT INTO free VALUES ('Infinity', 'stays')");
        assertRefused("no key by which they could be looked up");
        stage.sql("SELECT turso_resync('free')");
        assertRefused("no key by which they could be looked up");
        stage.sql("DELETE FROM free WHERE d = 'Infinity'", "SELECT turso_resync('free')");
        assertThat(stage.host().run()).isEmpty();
        assertThat(stage.turso.query("SELECT note FROM free")).hasSize(2);
    }

    @Test
    void keysThatHoldThemAreRefused() {
        stage.sql("CREATE TABLE k (d float8 PRIMARY KEY, note text)", "INSERT INTO k VALUES (1, 'one')");
        follow("k");
        stage.sql("INSERT INTO k VALUES (2, NULL)");
        assertThat(stage.host().run()).isEmpty();
        stage.sql("CREATE TABLE other (id int PRIMARY KEY)");
        follow("other");
        stage.sql("INSERT INTO k VALUES ('NaN', 'not a number')", "INSERT INTO other VALUES (1)");
        assertRefused("in its key");
        assertThat(stage.turso.query("SELECT id FROM other")).hasSize(1);
    }

    private void follow(String table) {
        stage.register(List.of(table));
        assertThat(stage.host().run()).isEmpty();
    }

    private void assertRefused(String why) {
        assertThat(stage.host().run())
                .singleElement()
                .asString()
                .startsWith("wal2json can't tell all numbers of table")
                .contains(why);
    }

    private List<String> rows() {
        return stage.turso.query("SELECT a, b, d, f, x FROM n ORDER BY b, a").stream()
                .map(List::toString)
                .toList();
    }
}
