package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions of unusual kinds. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class TransactionsIT extends EndToEnd {
    TransactionsIT(Variant variant) {
        super(variant);
    }

    @AfterEach
    void endPreparedTransactions() throws SQLException {
        for (String gid : source().column("SELECT gid FROM pg_prepared_xacts WHERE database = current_database()")) {
            execute("ROLLBACK PREPARED '" + gid + "'");
        }
    }

    @Test
    void preparedTransactionsArriveWhenTheyAreCommitted() throws SQLException {
        dishes();
        execute(
                "BEGIN; INSERT INTO dish VALUES (4, 'four'); UPDATE dish SET id = 10 WHERE id = 1; PREPARE TRANSACTION 'kept'",
                "BEGIN; INSERT INTO dish VALUES (5, 'five'); DELETE FROM dish WHERE id = 2; PREPARE TRANSACTION 'given up'",
                "INSERT INTO dish VALUES (6, 'six')");
        replicateAndCompare("dish");
        execute("COMMIT PREPARED 'kept'");
        replicateAndCompare("dish");
        execute("ROLLBACK PREPARED 'given up'", "UPDATE dish SET name = name || '!'");
        replicateAndCompare("dish");
        assertThat(turso().value("SELECT group_concat(id) FROM (SELECT id FROM dish ORDER BY id)"))
                .isEqualTo("2,3,4,6,10");
    }

    @Test
    void whatIsPreparedBeforeACopyAndCommittedAfterItArrivesOnce() throws SQLException {
        dishes();
        execute(
                "BEGIN; INSERT INTO dish VALUES (4, 'four'); UPDATE dish SET name = 'prepared' WHERE id = 1; PREPARE TRANSACTION 'late'",
                "SELECT turso_resync('dish')");
        replicateAndCompare("dish");
        execute("COMMIT PREPARED 'late'");
        replicateAndCompare("dish");
        assertThat(turso().value("SELECT count(*) FROM dish")).isEqualTo(4L);
    }

    @Test
    void registeringATableThatAPreparedTransactionChangedSaysSo() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY)",
                "BEGIN; INSERT INTO dish VALUES (1); PREPARE TRANSACTION 'open'",
                "SET lock_timeout = '200ms'");
        try {
            Failure failure = failureOf("SELECT turso_schedule_table_replication('dish', '1 minute')");
            assertThat(failure.message()).isEqualTo("table \"dish\" is being written to");
            assertThat(failure.hint()).contains("pg_prepared_xacts");
        } finally {
            execute("RESET lock_timeout");
        }
        execute("COMMIT PREPARED 'open'");
        scheduleTable("dish");
        replicateAndCompare("dish");
    }

    @Test
    void messagesOfOtherProgramsAreIgnored() throws SQLException {
        dishes();
        execute(
                "SELECT pg_logical_emit_message(false, 'other', 'now')",
                "SELECT pg_logical_emit_message(true, 'pgturso', 'alone')",
                "BEGIN; INSERT INTO dish VALUES (4, 'four'); SELECT pg_logical_emit_message(true, 'other', '\\x00ff80'::bytea);"
                        + " SELECT pg_logical_emit_message(false, '', decode(repeat('ff00', 5000), 'hex'));"
                        + " INSERT INTO dish VALUES (5, 'five'); COMMIT",
                "BEGIN; SELECT pg_logical_emit_message(true, 'table public.dish: INSERT', 'COMMIT 1'); ROLLBACK",
                "SELECT pg_logical_emit_message(true, E'{\"action\":\"I\"}', E'two\\nlines')");
        replicateAndCompare("dish");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void changesThatReplicationBroughtAreShippedUnlessOnlyLocalOnesAreWanted() throws SQLException {
        dishes();
        execute("SELECT pg_replication_origin_create('elsewhere')");
        try {
            fromElsewhere("INSERT INTO dish VALUES (4, 'brought')");
            replicateAndCompare("dish");
            execute(
                    "SELECT turso_drop_target('default')",
                    "SELECT turso_add_target('default', 'turso_url', NULL, '"
                            + variant().plugin().pluginName() + "', origin => 'none')");
            scheduleTable("dish");
            replicateAndCompare("dish");
            fromElsewhere("INSERT INTO dish VALUES (5, 'brought too')");
            execute("INSERT INTO dish VALUES (6, 'made here')");
            replicate();
            assertThat(turso().query("SELECT id FROM dish WHERE id > 3 ORDER BY id")
                            .toString())
                    .isEqualTo("[[4], [6]]");
        } finally {
            execute("SELECT pg_replication_origin_drop('elsewhere')");
        }
    }

    private void fromElsewhere(String sql) throws SQLException {
        execute("SELECT pg_replication_origin_session_setup('elsewhere')");
        try {
            execute(sql);
        } finally {
            execute("SELECT pg_replication_origin_session_reset()");
        }
    }

    private void dishes() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text)",
                "INSERT INTO dish VALUES (1, 'one'), (2, 'two'), (3, 'three')");
        scheduleTable("dish");
        replicateAndCompare("dish");
    }
}
