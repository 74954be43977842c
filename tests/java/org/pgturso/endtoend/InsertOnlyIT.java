package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Option {@code insert_only}: updates and deletes are not followed. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class InsertOnlyIT extends EndToEnd {
    private static final String INSERT_ONLY = "{\"insert_only\": true}";

    InsertOnlyIT(Variant variant) {
        super(variant);
    }

    @Test
    void rowsThatNothingTellsApartAreKeptAsTheyWereInserted() throws SQLException {
        execute("CREATE TABLE log (line text, n integer)", "INSERT INTO log VALUES ('a', 1), ('a', 1), (NULL, NULL)");
        assertThat(failureOf("SELECT turso_schedule_table_replication('log', '1 minute')")
                        .hint())
                .contains("insert_only");
        scheduleTable("log", INSERT_ONLY);
        replicateAndCompare("log");
        execute(
                "INSERT INTO log VALUES ('a', 1), ('b', 2)",
                "UPDATE log SET n = n + 100",
                "DELETE FROM log WHERE line = 'b'",
                "BEGIN; INSERT INTO log VALUES ('c', 3); UPDATE log SET line = 'd'; DELETE FROM log; COMMIT");
        replicate();
        assertThat(turso().query("SELECT line, n FROM log ORDER BY line, n").toString())
                .isEqualTo("[[null, null], [a, 1], [a, 1], [a, 1], [b, 2], [c, 3]]");
        execute("TRUNCATE log", "INSERT INTO log VALUES ('new', 1)", "CALL turso_replicate_table('log')");
        compare("log");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void aTableWithAKeyKeepsTheLastRowInsertedUnderIt() throws SQLException {
        execute("CREATE TABLE fact (id integer PRIMARY KEY, v text)", "INSERT INTO fact VALUES (1, 'one'), (2, 'two')");
        scheduleTable("fact", INSERT_ONLY);
        replicateAndCompare("fact");
        execute(
                "UPDATE fact SET v = 'changed'",
                "UPDATE fact SET id = 3 WHERE id = 2",
                "DELETE FROM fact WHERE id = 1",
                "INSERT INTO fact VALUES (1, 'one again'), (4, 'four')");
        replicate();
        assertThat(turso().query("SELECT id, v FROM fact ORDER BY id").toString())
                .isEqualTo("[[1, one again], [2, two], [4, four]]");
        execute("SELECT turso_resync('fact')");
        replicateAndCompare("fact");
    }

    @Test
    void aTableWithoutIdentityGoesBesideOthersAndLeavesThem() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text)",
                "CREATE TABLE event (id integer PRIMARY KEY, name text)",
                "ALTER TABLE event REPLICA IDENTITY NOTHING",
                "INSERT INTO dish VALUES (1, 'soup')",
                "INSERT INTO event VALUES (1, 'opened')");
        scheduleTable("dish");
        replicateAndCompare("dish");
        scheduleTable("event", INSERT_ONLY);
        replicateAndCompare("dish", "event");
        execute(
                "UPDATE dish SET name = 'stew'",
                "INSERT INTO event VALUES (2, 'closed')",
                "DELETE FROM event WHERE id = 1",
                "UPDATE event SET name = 'late'");
        replicateAndCompare("dish");
        assertThat(turso().query("SELECT id, name FROM event ORDER BY id").toString())
                .isEqualTo("[[1, opened], [2, closed]]");
        execute(
                "SELECT turso_unschedule_replication('event')",
                "DELETE FROM dish",
                "UPDATE event SET name = 'free again'");
        replicateAndCompare("dish");
        scheduleTable("event", INSERT_ONLY);
        replicateAndCompare("event");
        execute("SELECT turso_unschedule_replication('dish')", "SELECT turso_unschedule_replication('event')");
        assertThat(source().column("SELECT pubname FROM pg_publication")).isEmpty();
    }
}
