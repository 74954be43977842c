package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.servers.Await;

/** Rows of tables that Turso can't hold: an error for their table alone or, by option, skipped and told of. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class RejectedIT extends EndToEnd {
    private static final String SKIP = "{\"on_unreplicable\": \"skip\"}";
    private static final String TOO_LONG = "repeat('é', 2500001)";
    private static final String MESSAGE = "value is too long for Turso";
    private static final String DETAIL =
            "Column \"name\" of table \"dish\" has 5,000,002 bytes; Turso takes 5,000,000 at most.";

    RejectedIT(Variant variant) {
        super(variant);
    }

    @BeforeEach
    void createDishes() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text, note text)",
                "INSERT INTO dish SELECT i, 'dish ' || i, 'note' FROM generate_series(1, 4) i",
                "CREATE VIEW held AS SELECT * FROM dish WHERE octet_length(name) < 5000000",
                "CREATE TABLE other (id integer PRIMARY KEY)",
                "INSERT INTO other VALUES (1)");
    }

    @Test
    void aCopyThatFailsDoesNotHoldUpOtherTables() throws SQLException {
        execute("UPDATE dish SET name = " + TOO_LONG + " WHERE id = 2");
        scheduleTable("dish");
        scheduleTable("other");
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        assertThat(failure.message()).isEqualTo(MESSAGE);
        assertThat(failure.detail()).isEqualTo(DETAIL);
        assertThat(failure.hint()).contains("\"on_unreplicable\": \"skip\"");
        runAsScheduled("dish");
        runAsScheduled("other");
        compare("other");
        assertTold("dish", "pending");
        mendAndCompare("UPDATE dish SET name = 'short' WHERE id = 2");
    }

    @Test
    void aChangeThatFailsDoesNotHoldUpOtherTables() throws SQLException {
        scheduleTable("dish");
        scheduleTable("other");
        replicateAndCompare("dish", "other");
        execute("BEGIN; INSERT INTO other VALUES (2); INSERT INTO dish VALUES (9, " + TOO_LONG
                + "); INSERT INTO other VALUES (3); COMMIT");
        awaitRun("dish", "state = 'broken'");
        execute("INSERT INTO other VALUES (4)", "UPDATE dish SET note = 'while broken'");
        execute("SELECT * FROM turso_replicate_now('other')");
        compare("other");
        assertTold("dish", "broken");
        mendAndCompare("UPDATE dish SET name = 'short' WHERE id = 9");
    }

    @Test
    void aRunThatMeetsItPutsItsTableAside() throws SQLException {
        scheduleTable("dish");
        scheduleTable("other");
        replicateAndCompare("dish", "other");
        execute("INSERT INTO other VALUES (2)", "UPDATE dish SET name = " + TOO_LONG + " WHERE id = 1");
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        assertThat(failure.detail()).isEqualTo(DETAIL);
        runAsScheduled("other");
        runAsScheduled("other");
        compare("other");
        assertTold("dish", "broken");
        mendAndCompare("DELETE FROM dish WHERE id = 1");
    }

    @Test
    void aTableThatTursoRejectsDoesNotHoldUpOthers() throws SQLException {
        scheduleTable("dish", SKIP);
        scheduleTable("other");
        replicateAndCompare("dish", "other");
        turso().query("DROP TABLE dish");
        execute("INSERT INTO other VALUES (2)", "UPDATE dish SET note = 'x' WHERE id = 1");
        awaitRun("dish", "state = 'broken'");
        execute("INSERT INTO other VALUES (3)");
        execute("SELECT * FROM turso_replicate_now('other')");
        compare("other");
        assertThat(value("SELECT concat(error, ': ', detail) FROM turso_status WHERE target_table = 'dish'"))
                .startsWith("target rejected a statement: ")
                .contains("table \"dish\"");
        mendAndCompare("DELETE FROM dish WHERE id = 1");
    }

    @Test
    void aCopySkipsTheRow() throws SQLException {
        execute("UPDATE dish SET name = " + TOO_LONG + " WHERE id = 2");
        scheduleTable("dish", SKIP);
        scheduleTable("other");
        replicateAndCompare("other");
        compare("held", "dish");
        assertThat(rejected(source())).containsExactly("dish copy name 5000002 {\"id\": \"2\"} " + MESSAGE);
        assertThat(value("SELECT rejected || ' ' || inserted FROM turso_status WHERE target_table = 'dish'"))
                .isEqualTo("1 3");
        execute("UPDATE dish SET name = 'short' WHERE id = 2", "SELECT turso_resync('dish')");
        replicateAndCompare("dish", "other");
        assertThat(rejected(source())).isEmpty();
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void changesNeverLeaveAWrongRow() throws SQLException {
        scheduleTable("dish", SKIP);
        scheduleTable("other");
        replicateAndCompare("dish", "other");
        execute("BEGIN; INSERT INTO other VALUES (2); INSERT INTO dish VALUES (9, " + TOO_LONG
                + "); UPDATE dish SET name = " + TOO_LONG + " WHERE id = 1; UPDATE dish SET id = 22, name = " + TOO_LONG
                + " WHERE id = 2; INSERT INTO dish VALUES (10, 'ten'); COMMIT");
        replicateAndCompare("other");
        compare("held", "dish");
        assertThat(rejected(source()))
                .containsExactly(
                        "dish change name 5000002 {\"id\": \"1\"} " + MESSAGE,
                        "dish change name 5000002 {\"id\": \"22\"} " + MESSAGE,
                        "dish change name 5000002 {\"id\": \"9\"} " + MESSAGE);
        execute("UPDATE dish SET note = 'unchanged TOAST'", "UPDATE dish SET id = -id WHERE id IN (1, 4)");
        replicate();
        compare("held", "dish");
        execute(
                "DELETE FROM dish WHERE id = 22",
                "UPDATE dish SET name = 'short' WHERE id = 9",
                "UPDATE dish SET name = 'short again', id = 1 WHERE id = -1");
        replicateAndCompare("dish", "other");
        assertThat(value("SELECT count(*) = count(lsn) AND max(lsn) <= pg_current_wal_lsn() FROM turso_rejected"))
                .isEqualTo("t");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void changesOfRowsWithoutAKeyNeverLeaveAWrongRow() throws SQLException {
        execute(
                "CREATE TABLE log (line text, n integer)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "INSERT INTO log VALUES ('a', 1), ('a', 1), ('b', 2)",
                "CREATE VIEW held_log AS SELECT * FROM log WHERE octet_length(line) < 5000000");
        scheduleTable("log", SKIP);
        replicateAndCompare("log");
        execute(
                "UPDATE log SET line = " + TOO_LONG + " WHERE ctid = (SELECT min(ctid) FROM log WHERE n = 1)",
                "INSERT INTO log VALUES (" + TOO_LONG + ", 3), ('c', 3)");
        replicate();
        assertThat(compare("held_log", "log")).isEqualTo(3);
        assertThat(rejected(source()))
                .containsExactly("log change line 5000002 " + MESSAGE, "log change line 5000002 " + MESSAGE);
        execute(
                "UPDATE log SET n = n + 10",
                "UPDATE log SET line = 'short' WHERE n = 11 AND line <> 'a'",
                "DELETE FROM log WHERE octet_length(line) > 5000000");
        replicateAndCompare("log");
        assertThat(compare("log")).isEqualTo(4);
    }

    /** What is told of rejected rows, sorted. */
    static List<@Nullable String> rejected(Source source) throws SQLException {
        return source.column("SELECT * FROM (SELECT concat_ws(' ', relation, what, \"column\", bytes,"
                + " key, reason) AS line FROM turso_rejected) AS told"
                + " ORDER BY line COLLATE \"C\"");
    }

    private void assertTold(String relation, String state) throws SQLException {
        String where = " FROM turso_status WHERE relation = '" + relation + "'::regclass";
        assertThat(value("SELECT state || ': ' || error" + where)).isEqualTo(state + ": " + MESSAGE);
        assertThat(value("SELECT detail" + where)).contains("\"name\"", "\"" + relation + "\"", "5,000,002 bytes");
        assertThat(value("SELECT count(*) FROM turso_rejected")).isEqualTo("0");
    }

    /** Waits for the worker's stream to meet the change; elsewhere a run has to. */
    private void awaitRun(String relation, String condition) throws SQLException {
        if (variant().host() == Host.PLJAVA) {
            runAsScheduled(relation);
            runAsScheduled(relation);
        }
        String seen =
                "EXISTS (SELECT FROM turso_status WHERE relation = '" + relation + "'::regclass AND " + condition + ")";
        Await.until(condition, PATIENCE, () -> source().is(seen));
    }

    private void mendAndCompare(String sql) throws SQLException {
        execute(sql, "SELECT turso_resync('dish')");
        replicateAndCompare("dish", "other");
        execute("INSERT INTO dish VALUES (100, 'mended')", "INSERT INTO other VALUES (100)");
        replicateAndCompare("dish", "other");
        assertNothingOutOfTheOrdinary();
    }
}
