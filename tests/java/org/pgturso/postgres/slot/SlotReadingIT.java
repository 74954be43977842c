package org.pgturso.postgres.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.change.Cell;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.decode.ChangeText;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;

/** How far reading goes, what moves the slot, and what plugins can't do. */
class SlotReadingIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final RelationName T = new RelationName("public", "t");

    @ParameterizedTest
    @EnumSource
    void aPeekEndsAfterTheTransactionThatReachesItsBound(Plugin plugin) throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_bounds", "CREATE TABLE t (a int PRIMARY KEY)")) {
            SlotName slot = database.slot(plugin);
            SlotOptions options = SlotDatabase.options(plugin);
            database.execute("INSERT INTO t SELECT generate_series(1, 10)");
            Lsn between = database.flushed();
            database.execute("INSERT INTO t SELECT generate_series(11, 20)");
            List<Change> all = database.peek(slot, options);
            assertThat(all).hasSize(24);

            List<Change> few = new ArrayList<>();
            SlotPeek.Peeked peeked = database.peek(slot, options, null, 3, few::add);
            assertThat(few).isEqualTo(all.subList(0, 12));
            assertThat(peeked.end()).contains(end(few));
            assertThat(peeked.messages()).isBetween(12L, 14L);

            List<Change> early = new ArrayList<>();
            database.peek(slot, options, between, Integer.MAX_VALUE, early::add);
            assertThat(early).isEqualTo(few);

            database.slots.advance(slot, end(few));
            database.session.commit();
            assertThat(database.peek(slot, options)).isEqualTo(all.subList(12, 24));
            database.slots.advance(slot, end(all));
            assertThat(database.peek(slot, options)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyWantedTablesAreToldButEveryTransactionMovesTheEnd(Plugin plugin) throws SQLException {
        String other = "CREATE TABLE \"o.t,h er*\" (a int PRIMARY KEY)";
        try (SlotDatabase database = new SlotDatabase("read_tables", "CREATE TABLE t (a int PRIMARY KEY)", other)) {
            SlotName slot = database.slot(plugin);
            database.execute("INSERT INTO t VALUES (1)", "INSERT INTO \"o.t,h er*\" VALUES (2)");
            RelationName wanted = new RelationName("public", "o.t,h er*");
            SlotOptions all = SlotDatabase.options(plugin);
            SlotOptions options = new SlotOptions(plugin, all.publications(), Set.of(wanted), false, false);
            assertThat(ChangeText.of(database.peek(slot, options)))
                    .isEqualTo("BEGIN\nINSERT public.o.t,h er* (a='2')\nCOMMIT\n");
            SlotOptions nothing = new SlotOptions(plugin, all.publications(), Set.of(T), false, false);
            List<Change> one = new ArrayList<>();
            SlotPeek.Peeked peeked = database.peek(slot, nothing, null, Integer.MAX_VALUE, one::add);
            assertThat(peeked.end().orElseThrow()).isGreaterThanOrEqualTo(end(one));
        }
    }

    @Test
    void settingsArePinnedForThePeekAndBackAfterwards() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_settings", "CREATE TABLE t (a timestamptz PRIMARY KEY)")) {
            SlotName slot = database.slot(Plugin.TEST_DECODING);
            database.execute("INSERT INTO t VALUES ('2024-06-01 12:00+00')");
            database.session.text("SELECT set_config('TimeZone', 'Asia/Tokyo', false)");
            database.session.text("SELECT set_config('IntervalStyle', 'sql_standard', false)");
            database.session.commit();
            List<Change> changes = new ArrayList<>();
            SlotOptions options = SlotDatabase.options(Plugin.TEST_DECODING);
            new SlotPeek(database.session, slot, options).peek(null, 1, changes::add);
            assertThat(ChangeText.of(changes)).contains("a='2024-06-01 12:00:00+00'");
            assertThat(database.session.text("SELECT current_setting('TimeZone') || current_setting('IntervalStyle')"))
                    .isEqualTo("Asia/Tokyosql_standard");
            assertThatThrownBy(() -> new SlotPeek(database.session, slot, options).peek(null, 1, change -> {
                        throw new IllegalStateException("the target is gone");
                    }))
                    .hasMessage("the target is gone");
            assertThat(database.session.text("SHOW TimeZone")).isEqualTo("Asia/Tokyo");
        }
    }

    @Test
    void aLargeTransactionIsNotHeldInMemory() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_large", "CREATE TABLE t (a int PRIMARY KEY, b text)")) {
            SlotName slot = database.slot(Plugin.PGOUTPUT);
            database.execute("INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1, 100000) i");
            Runtime runtime = Runtime.getRuntime();
            AtomicLong rows = new AtomicLong();
            AtomicLong most = new AtomicLong();
            System.gc();
            long before = runtime.totalMemory() - runtime.freeMemory();
            database.peek(slot, SlotDatabase.options(Plugin.PGOUTPUT), null, 1, change -> {
                if (rows.incrementAndGet() % 25_000 == 0) {
                    System.gc();
                    most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory() - before, Math::max);
                }
            });
            assertThat(rows).hasValue(100_002);
            assertThat(most).hasValueLessThan(15_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseInAnotherEncodingGivesTheSameText(Plugin plugin) throws SQLException {
        String table = "CREATE TABLE t (a int PRIMARY KEY, \"é\" text)";
        try (SlotDatabase database = SlotDatabase.encoded("LATIN1", "read_latin1", table)) {
            SlotName slot = database.slot(plugin);
            SlotOptions options = SlotDatabase.options(plugin);
            database.execute("INSERT INTO t VALUES (1, 'äöü')");
            List<Change> peeked = database.peek(slot, options);
            assertThat(ChangeText.of(peeked)).isEqualTo("BEGIN\nINSERT public.t (a='1', é='äöü')\nCOMMIT\n");
            try (SlotStream stream = database.stream(slot, options, Lsn.ZERO)) {
                assertThat(read(stream, 3)).isEqualTo(peeked);
            }
        }
    }

    @Test
    void aStreamThatPostgresEndsFailsAndClosesQuietly() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_ended")) {
            SlotName slot = database.slot(Plugin.PGOUTPUT);
            SlotStream stream = database.stream(slot, SlotDatabase.options(Plugin.PGOUTPUT), Lsn.ZERO);
            int pid = database.slots.get(slot).activePid().orElseThrow();
            database.session.text("SELECT pg_terminate_backend(" + pid + ", 10000)::text");
            database.session.commit();
            // What Postgres says on leaving may be overtaken by the end of the connection.
            Await.until("the stream's end", TIMEOUT, () -> failure(stream).matches("57P01|08..."));
            stream.close();
            database.awaitFree(slot);
        }
    }

    @Test
    void closingAStreamDoesNotReadTheTransactionThatIsOnItsWay() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_closed", "CREATE TABLE t (a int PRIMARY KEY, b text)")) {
            SlotName slot = database.slot(Plugin.PGOUTPUT);
            SlotStream stream = database.stream(slot, SlotDatabase.options(Plugin.PGOUTPUT), Lsn.ZERO);
            database.execute("INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, 50000) i");
            Await.until("Postgres waits for its reader", TIMEOUT, () -> "WalSenderWriteData"
                    .equals(database.waitEvent(slot)));
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            stream.close();
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
            database.awaitFree(slot);
        }
    }

    @Test
    void theSlotMovesOnlyWhenTheStreamConfirms() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_confirm", "CREATE TABLE t (a int PRIMARY KEY)")) {
            SlotName slot = database.slot(Plugin.PGOUTPUT);
            SlotOptions options = SlotDatabase.options(Plugin.PGOUTPUT);
            Lsn start = database.slots.get(slot).confirmed();
            database.execute("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
            List<Change> all = database.peek(slot, options);
            try (SlotStream stream = database.stream(slot, options, Lsn.ZERO)) {
                assertThat(read(stream, 6)).isEqualTo(all);
            }
            assertThat(database.slots.get(slot).confirmed()).isEqualTo(start);
            Lsn middle = end(all.subList(0, 3));
            database.awaitFree(slot);
            try (SlotStream stream = database.stream(slot, options, Lsn.ZERO)) {
                read(stream, 6);
                stream.confirm(middle);
                database.session.commit();
                Await.untilAsserted(
                        TIMEOUT,
                        () -> assertThat(database.slots.get(slot).confirmed()).isEqualTo(middle));
            }
            database.awaitFree(slot);
            assertThat(database.peek(slot, options)).isEqualTo(all.subList(3, 6));
        }
    }

    @Test
    void aStreamStartsAfterWhatWasApplied() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_start", "CREATE TABLE t (a int PRIMARY KEY)")) {
            SlotName slot = database.slot(Plugin.WAL2JSON);
            SlotOptions options = SlotDatabase.options(Plugin.WAL2JSON);
            database.execute("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
            List<Change> all = database.peek(slot, options);
            try (SlotStream stream = database.stream(slot, options, end(all.subList(0, 3)))) {
                assertThat(read(stream, 3)).isEqualTo(all.subList(3, 6));
                database.execute("INSERT INTO t VALUES (3)");
                assertThat(ChangeText.of(read(stream, 3))).isEqualTo("BEGIN\nINSERT public.t (a='3')\nCOMMIT\n");
            }
        }
    }

    @Test
    void anIdleStreamTellsHowFarItHasRead() throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_idle", "CREATE TABLE t (a int PRIMARY KEY)")) {
            SlotName slot = database.slot(Plugin.PGOUTPUT);
            try (SlotStream stream = database.stream(slot, SlotDatabase.options(Plugin.PGOUTPUT), Lsn.ZERO)) {
                database.execute("CREATE TABLE other (a int)");
                Lsn written = database.flushed();
                Await.until("position " + written, TIMEOUT, () -> {
                    assertThat(stream.poll(change -> {})).isFalse();
                    return !written.isAfter(stream.received());
                });
                assertThat(IntStream.range(0, 3))
                        .allSatisfy(i -> assertThat(stream.poll(change -> {})).isFalse());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void pluginsDifferWhereTheirCapabilitiesSaySo(Plugin plugin) throws SQLException {
        String table = "CREATE TABLE t (a int PRIMARY KEY, n float8, g int GENERATED ALWAYS AS (a * 2) STORED)";
        try (SlotDatabase database = new SlotDatabase("read_capabilities", table)) {
            SlotName slot = database.slot(plugin);
            database.execute("INSERT INTO t VALUES (1, 'NaN')");
            Change.Insert insert = (Change.Insert)
                    database.peek(slot, SlotDatabase.options(plugin)).get(1);
            assertThat(insert.row().columns().contains("g")).isEqualTo(plugin.can(Plugin.Capability.GENERATED_COLUMNS));
            assertThat(insert.row().cells().get(1))
                    .isEqualTo(plugin.can(Plugin.Capability.SPECIAL_NUMBERS) ? Cell.text("NaN") : Cell.NULL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatReplicationBroughtIsToldUnlessOnlyLocalChangesAreWanted(Plugin plugin) throws SQLException {
        try (SlotDatabase database = new SlotDatabase("read_origin", "CREATE TABLE t (a int PRIMARY KEY)")) {
            SlotName slot = database.slot(plugin);
            database.execute("SELECT pg_replication_origin_create('elsewhere')");
            try {
                database.execute(
                        "INSERT INTO t VALUES (1)",
                        "SELECT pg_replication_origin_session_setup('elsewhere')",
                        "INSERT INTO t VALUES (2), (3)",
                        "SELECT pg_replication_origin_session_reset()",
                        "INSERT INTO t VALUES (4)");
                SlotOptions any = SlotDatabase.options(plugin);
                List<Change> all = database.peek(slot, any);
                assertThat(all).hasSize(10);
                List<Change> local = new ArrayList<>(all.subList(0, 3));
                local.addAll(all.subList(7, 10));
                assertThat(database.peek(slot, any.withLocalOnly())).isEqualTo(local);
                try (SlotStream stream = database.stream(slot, any, Lsn.ZERO)) {
                    assertThat(read(stream, 10)).isEqualTo(all);
                }
                database.awaitFree(slot);
                try (SlotStream stream = database.stream(slot, any.withLocalOnly(), Lsn.ZERO)) {
                    assertThat(read(stream, 6)).isEqualTo(local);
                }
            } finally {
                database.execute("SELECT pg_replication_origin_drop('elsewhere')");
            }
        }
    }

    private static String failure(SlotStream stream) {
        try {
            stream.poll(change -> {});
            return "none";
        } catch (PgTursoException e) {
            return e.sqlState();
        }
    }

    private static List<Change> read(SlotStream stream, int count) {
        List<Change> changes = new ArrayList<>();
        Await.until(count + " changes", TIMEOUT, () -> {
            while (stream.poll(changes::add)) {
                // until nothing has arrived
            }
            return changes.size() >= count;
        });
        return changes;
    }

    /** Where the last of these transactions ended. */
    private static Lsn end(List<Change> changes) {
        return new Lsn(((Change.Commit) changes.get(changes.size() - 1)).endLsn());
    }
}
