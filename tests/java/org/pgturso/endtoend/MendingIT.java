package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.servers.Await;

/** What somebody else broke is told clearly, and mended by {@code turso_resync()}; until then nothing is papered over. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class MendingIT extends EndToEnd {

    MendingIT(Variant variant) {
        super(variant);
    }

    @BeforeEach
    void scheduleATable() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO dish SELECT i, 'dish ' || i FROM generate_series(1, 20) i");
        scheduleTable("dish");
        replicateAndCompare("dish");
    }

    @Test
    void aSlotThatWasDropped() throws SQLException {
        String slot = slot();
        onTheSlot("SELECT pg_drop_replication_slot('" + slot + "')");
        execute("UPDATE dish SET name = 'changed'");
        Failure failure = failureOfRound();
        assertThat(failure.message()).isEqualTo("replication slot \"" + slot + "\" is gone");
        runAsScheduled("dish");
        assertThat(value("SELECT error FROM turso_status")).isEqualTo(failure.message());
        mend();
    }

    @Test
    void aSlotThatSomebodyElseAdvanced() throws SQLException {
        String slot = slot();
        // One statement: between two of them the worker could record the new WAL as idle, and nobody would be ahead.
        onTheSlot("SELECT pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal(),"
                + " pg_replication_slot_advance('" + slot + "', pg_current_wal_flush_lsn())");
        execute("UPDATE dish SET name = 'changed'");
        Failure failure = failureOfRound();
        assertThat(failure.message()).isEqualTo("replication slot \"" + slot + "\" is ahead of target \"default\"");
        assertThat(failure.detail()).contains("Somebody else advanced it.");
        mend();
    }

    @Test
    void aTargetThatWasMadeAnew() throws SQLException {
        Site.forget(turso());
        execute("UPDATE dish SET name = 'changed' WHERE id = 1");
        Failure failure = failureOfRound();
        assertThat(failure.message()).isEqualTo("target \"default\" has no watermark of this database");
        mend();
    }

    @Test
    void aTargetThatWasRestoredFromABackup() throws SQLException {
        turso().query("UPDATE _pgturso_state SET lsn = lsn - 1000");
        turso().query("DELETE FROM dish WHERE id > 10");
        execute("UPDATE dish SET name = 'changed' WHERE id = 1");
        Failure failure = failureOfRound();
        assertThat(failure.message()).isEqualTo("target \"default\" has lost changes");
        assertThat(failure.detail()).contains("It may have been restored.");
        mend();
    }

    @Test
    void aDatabaseThatIsBehindItsTarget() throws SQLException {
        turso().query("UPDATE _pgturso_state SET lsn = lsn + 1000000000");
        execute("UPDATE dish SET name = 'changed' WHERE id = 1");
        Failure failure = failureOfRound();
        assertThat(failure.message()).isEqualTo("target \"default\" is ahead of the database");
        assertThat(failure.detail()).contains("The database may have been restored to an earlier time.");
        mend();
    }

    private Failure failureOfRound() throws SQLException {
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        assertThat(failure.sqlState()).isEqualTo("55000");
        assertThat(failure.hint()).isEqualTo("Call turso_resync() to copy all relations again.");
        return failure;
    }

    private void mend() throws SQLException {
        execute("SELECT turso_resync()");
        replicateAndCompare("dish");
        execute("INSERT INTO dish VALUES (100, 'mended')");
        replicateAndCompare("dish");
        assertNothingOutOfTheOrdinary();
    }

    private String slot() throws SQLException {
        return String.valueOf(value("SELECT slot FROM turso.target"));
    }

    /** Does something to the slot as soon as nobody holds it. */
    private void onTheSlot(String sql) throws SQLException {
        try (Connection other = source().another();
                Statement statement = other.createStatement()) {
            Await.until("slot is free: " + sql, PATIENCE, () -> {
                statement.execute("SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots"
                        + " WHERE database = current_database() AND active");
                statement.execute(sql);
                return true;
            });
        }
    }
}
