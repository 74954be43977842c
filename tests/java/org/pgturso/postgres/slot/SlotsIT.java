package org.pgturso.postgres.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;

class SlotsIT {
    private static final SlotName UNKNOWN = new SlotName("nobody_made_it");

    @Test
    void aSlotsFactsAreWhatPostgresShows() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_facts")) {
            SlotName name = new SlotName("slots_facts");
            Lsn start = database.slots.create(name, Plugin.WAL2JSON);
            database.session.commit();
            Slot slot = database.slots.get(name);
            assertThat(slot).isEqualTo(new Slot(name, Plugin.WAL2JSON, slot.restart(), start, Optional.empty()));
            assertThat(slot.restart()).isLessThanOrEqualTo(start);
            database.slots.drop(name);
            assertThat(database.slots.find(name)).isEmpty();
        }
    }

    @Test
    void aSlotIsNotMadeWhileATransactionIsPrepared() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_prepared", "CREATE TABLE t (a int)")) {
            SlotName name = new SlotName("slots_prepared");
            database.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'forgotten'");
            try {
                database.session.text("SELECT set_config('lock_timeout', '200ms', false)");
                database.session.commit();
                assertThatThrownBy(() -> database.session.isolated(() -> database.slots.create(name, Plugin.PGOUTPUT)))
                        .hasMessage("replication slot can't be made while transactions stay open");
                database.session.commit();
                assertThat(database.slots.find(name)).isEmpty();
            } finally {
                database.execute("ROLLBACK PREPARED 'forgotten'");
            }
            database.slots.create(name, Plugin.PGOUTPUT);
            assertThat(database.session.text("SELECT current_setting('lock_timeout')"))
                    .isEqualTo("200ms");
            database.session.commit();
            database.slots.drop(name);
            database.session.commit();
        }
    }

    @Test
    void advancingMovesTheSlotAndNeverBack() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_advance", "CREATE TABLE t (a int)")) {
            SlotName name = database.slot(Plugin.TEST_DECODING);
            Lsn before = database.slots.get(name).confirmed();
            database.execute("INSERT INTO t VALUES (1)");
            Lsn after = database.flushed();
            database.slots.advance(name, after);
            assertThat(database.slots.get(name).confirmed()).isEqualTo(after);
            assertKind(ErrorKind.WRONG_STATE, () -> database.slots.advance(name, before));
        }
    }

    @Test
    void whatCannotBeReadIsExplained() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_errors");
                SlotDatabase other = new SlotDatabase("slots_errors_other")) {
            assertThat(database.slots.find(UNKNOWN)).isEmpty();
            assertKind(ErrorKind.UNDEFINED_OBJECT, () -> database.slots.get(UNKNOWN));
            SlotName elsewhere = other.slot(Plugin.PGOUTPUT);
            assertThatThrownBy(() -> database.slots.get(elsewhere))
                    .hasMessage("replication slot \"" + elsewhere + "\" belongs to database \"slots_errors_other\"");
            database.session.text("SELECT pg_create_physical_replication_slot('slots_physical')::text");
            database.session.commit();
            SlotName physical = new SlotName("slots_physical");
            assertThatThrownBy(() -> database.slots.get(physical))
                    .hasMessage("replication slot \"slots_physical\" is a physical slot");
            database.slots.drop(physical);
            database.session.commit();
        }
    }

    @Test
    void postgresOwnErrorsGetTheirKind() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_kinds", "CREATE TABLE t (a int)")) {
            assertKind(ErrorKind.UNDEFINED_OBJECT, isolated(database, () -> database.slots.drop(UNKNOWN)));
            assertKind(
                    ErrorKind.UNDEFINED_OBJECT, isolated(database, () -> database.slots.advance(UNKNOWN, new Lsn(1))));
            assertKind(
                    ErrorKind.UNDEFINED_OBJECT,
                    isolated(database, () -> database.peek(UNKNOWN, SlotDatabase.options(Plugin.PGOUTPUT))));
            SlotName taken = database.slot(Plugin.PGOUTPUT);
            assertKind(
                    ErrorKind.DUPLICATE_OBJECT,
                    isolated(database, () -> database.slots.create(taken, Plugin.PGOUTPUT)));
            database.session.update("INSERT INTO t VALUES (1)");
            assertKind(
                    ErrorKind.WRONG_STATE, isolated(database, () -> database.slots.create(UNKNOWN, Plugin.PGOUTPUT)));
        }
    }

    @Test
    void aSlotThatIsReadElsewhereIsInUse() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_in_use")) {
            SlotName name = database.slot(Plugin.PGOUTPUT);
            SlotOptions options = SlotDatabase.options(Plugin.PGOUTPUT);
            try (SlotStream stream = database.stream(name, options, Lsn.ZERO)) {
                int pid = database.slots.get(name).activePid().orElseThrow();
                assertThatThrownBy(isolated(database, () -> database.peek(name, options)))
                        .hasMessage("replication slot \"" + name + "\" is active for PID " + pid)
                        .extracting(e -> ((PgTursoException) e).kind())
                        .isEqualTo(ErrorKind.IN_USE);
                assertKind(ErrorKind.IN_USE, () -> database.stream(name, options, Lsn.ZERO));
                assertThat(stream.received()).isEqualTo(Lsn.ZERO);
            }
        }
    }

    @Test
    void aSlotWhoseWalIsGoneWasInvalidated() throws SQLException {
        Map<String, String> settings =
                Map.of("max_slot_wal_keep_size", "1MB", "min_wal_size", "32MB", "max_wal_size", "32MB");
        try (PostgresServer server = PostgresServer.start(settings);
                Connection connection = server.connect("postgres")) {
            Session session = new Session(connection, Connection::commit);
            Slots slots = new Slots(session);
            SlotName name = new SlotName("lost");
            slots.create(name, Plugin.PGOUTPUT);
            for (int i = 0; i < 3; i++) {
                session.text("SELECT pg_switch_wal()::text FROM pg_logical_emit_message(false, '', 'fill')");
            }
            session.update("CHECKPOINT");
            assertThatThrownBy(() -> slots.get(name))
                    .hasMessage("replication slot \"lost\" was invalidated")
                    .extracting(e -> ((PgTursoException) e).kind())
                    .isEqualTo(ErrorKind.OUT_OF_STEP);
        }
    }

    @Test
    void wal2jsonIsAskedForWhatItKnows() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_richest", "CREATE TABLE t (a float8 PRIMARY KEY)")) {
            SlotName name = database.slot(Plugin.WAL2JSON);
            database.execute("INSERT INTO t VALUES ('NaN')");
            SlotOptions options = database.slots.richest(name, SlotDatabase.options(Plugin.WAL2JSON));
            database.session.commit();
            assertThat(database.peek(name, options)).hasSize(3);
            SlotOptions others = SlotOptions.of(Plugin.TEST_DECODING, Set.of());
            assertThat(database.slots.richest(name, others)).isSameAs(others);
        }
    }

    @Test
    void textIsReadInTheDatabasesEncoding() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("slots_encoding")) {
            assertThat(database.slots.encoding()).isEqualTo(StandardCharsets.UTF_8);
        }
    }

    private static ThrowingCallable isolated(SlotDatabase database, Runnable work) {
        return () -> database.session.isolated(() -> {
            work.run();
            return 0;
        });
    }

    private static void assertKind(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PgTursoException.class, e -> assertThat(e.kind())
                .isEqualTo(kind));
    }
}
