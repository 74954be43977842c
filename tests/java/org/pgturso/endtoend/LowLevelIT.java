package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.Fault;
import org.pgturso.servers.FaultProxy;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/** {@code turso_replicate}: any slot, without registration. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class LowLevelIT extends EndToEnd {
    private final String slot;

    LowLevelIT(Variant variant) {
        super(variant);
        slot = "slot_of_" + variant.host().name().toLowerCase(Locale.ROOT);
    }

    @BeforeEach
    void createSlot() throws SQLException {
        execute(
                "CREATE PUBLICATION everything FOR ALL TABLES",
                "SELECT pg_create_logical_replication_slot('" + slot + "', '"
                        + variant().plugin().pluginName() + "')",
                "CREATE TABLE dish (id integer PRIMARY KEY, name text NOT NULL, price numeric)");
    }

    @Test
    void tablesAreMadeAndChangesShipped() throws SQLException {
        execute(
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.stock (a integer, b text, n integer, PRIMARY KEY (a, b))",
                "INSERT INTO dish SELECT i, 'dish ' || i, i * 1.5 FROM generate_series(1, 100) i",
                "BEGIN; UPDATE dish SET price = NULL WHERE id % 10 = 0; INSERT INTO shop.stock VALUES (1, 'x', 5), (2, 'y', 6);"
                        + " COMMIT",
                "BEGIN; DELETE FROM dish; ROLLBACK");
        assertThat(source().column(
                                "SELECT concat_ws(' ', lsn IS NOT NULL, xid IS NOT NULL, statements) FROM " + call()))
                .containsExactly("t t 100", "t t 12");
        compare("dish");
        compare("shop.stock", "shop__stock");
        assertThat(source().column("SELECT lsn FROM " + call())).isEmpty();
        execute("DELETE FROM dish WHERE id > 50", "UPDATE shop.stock SET b = 'z', n = 7 WHERE a = 1", "TRUNCATE dish");
        assertThat(source().column("SELECT statements FROM " + call())).hasSize(3);
        compare("dish");
        compare("shop.stock", "shop__stock");
    }

    @Test
    void withoutUrlItIsTheDefaultTarget() throws SQLException {
        execute("INSERT INTO dish VALUES (1, 'soup', 1)", "SELECT * FROM " + call("", slot, "NULL", "NULL"));
        assertThat(compare("dish")).isEqualTo(1);
    }

    @Test
    void endsAtAPosition() throws SQLException {
        execute("INSERT INTO dish VALUES (1, 'soup', 1)");
        String upto = value("SELECT pg_current_wal_lsn()");
        execute("INSERT INTO dish VALUES (2, 'stew', 2)");
        assertThat(source().column("SELECT statements FROM " + call(url(), slot, "'" + upto + "'", "NULL")))
                .containsExactly("1");
        assertThat(turso().value("SELECT group_concat(id) FROM dish")).isEqualTo("1");
        assertThat(source().column("SELECT statements FROM " + call())).containsExactly("1");
        compare("dish");
    }

    @Test
    void endsAfterSomeChangesButOnlyBetweenTransactions() throws SQLException {
        execute(
                "SELECT * FROM " + call(),
                "INSERT INTO dish SELECT i, 'one', i FROM generate_series(1, 5) i",
                "INSERT INTO dish VALUES (6, 'two', 2)");
        assertThat(source().column("SELECT statements FROM " + call(url(), slot, "NULL", "2")))
                .containsExactly("5");
        assertThat(turso().value("SELECT count(*) FROM dish")).isEqualTo(5L);
        assertThat(source().column("SELECT statements FROM " + call(url(), slot, "NULL", "2")))
                .containsExactly("1");
        compare("dish");
    }

    @Test
    void slotAdvancesOnlyAfterTheTargetHasTheChanges() throws SQLException {
        try (FaultProxy proxy = new FaultProxy(turso())) {
            execute("INSERT INTO dish VALUES (1, 'soup', 1)");
            String before = confirmed();
            AtomicReference<String> during = new AtomicReference<>(before);
            proxy.beforeResponse(() -> during.set(confirmed()));
            assertThat(source().column("SELECT lsn FROM " + call(", 'url', '" + proxy.url() + "'")))
                    .hasSize(1);
            assertThat(during.get()).isEqualTo(before);
            assertThat(confirmed()).isNotEqualTo(before);
            compare("dish");
        }
    }

    @Test
    void refusedTokenLeavesTheSlotAndWhatItHoldsIsDeliveredLater() throws SQLException {
        try (FaultProxy proxy = new FaultProxy(turso())) {
            execute("INSERT INTO dish VALUES (1, 'soup', 1)");
            String before = confirmed();
            proxy.failAlways(Fault.UNAUTHORIZED);
            String call = call(", 'url', '" + proxy.url() + "', 'auth', 's3cr3t'");
            Failure failure = failureOf("SELECT * FROM " + call);
            assertThat(failure.sqlState()).isEqualTo("28000");
            assertThat(failure.toString()).doesNotContain("s3cr3t");
            assertThat(confirmed()).isEqualTo(before);
            proxy.heal();
            assertThat(source().column("SELECT statements FROM " + call)).containsExactly("1");
            compare("dish");
        }
    }

    @Test
    void serverThatIsDownForAWhileIsWaitedFor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (FaultProxy proxy = new FaultProxy(turso())) {
            execute("INSERT INTO dish VALUES (1, 'soup', 1)");
            String before = confirmed();
            proxy.failAlways(Fault.REFUSE);
            Future<List<String>> call = executor.submit(
                    () -> source().column("SELECT statements FROM " + call(", 'url', '" + proxy.url() + "'")));
            Await.until("several attempts", Duration.ofSeconds(30), () -> proxy.requests() > 2);
            assertThat(confirmed()).isEqualTo(before);
            proxy.heal();
            assertThat(call.get()).containsExactly("1");
        } finally {
            executor.shutdown();
        }
        compare("dish");
    }

    @Test
    void unknownSlot() throws SQLException {
        Failure failure = failureOf("SELECT * FROM " + call(url(), "absent", "NULL", "NULL"));
        assertThat(failure.sqlState()).isEqualTo("42704");
        assertThat(failure.message()).isEqualTo("replication slot \"absent\" does not exist");
        assertThat(failureOf("SELECT * FROM " + call(url(), "No Slot!", "NULL", "NULL"))
                        .sqlState())
                .isEqualTo("22023");
    }

    @Test
    void physicalSlot() throws SQLException {
        execute("SELECT pg_create_physical_replication_slot('endtoend_physical')");
        try {
            Failure failure = failureOf("SELECT * FROM " + call(url(), "endtoend_physical", "NULL", "NULL"));
            assertThat(failure.message()).isEqualTo("replication slot \"endtoend_physical\" is a physical slot");
            assertThat(failure.hint()).isEqualTo("Use a logical slot.");
        } finally {
            execute("SELECT pg_drop_replication_slot('endtoend_physical')");
        }
    }

    @Test
    void slotOfAnotherDatabase() throws SQLException {
        try (Connection elsewhere = source().server().connect("postgres");
                Statement statement = elsewhere.createStatement()) {
            statement.execute("SELECT pg_create_logical_replication_slot('endtoend_other', 'test_decoding')");
            try {
                Failure failure = failureOf("SELECT * FROM " + call(url(), "endtoend_other", "NULL", "NULL"));
                assertThat(failure.message())
                        .isEqualTo("replication slot \"endtoend_other\" belongs to database \"postgres\"");
            } finally {
                statement.execute("SELECT pg_drop_replication_slot('endtoend_other')");
            }
        }
    }

    @Test
    void slotInUse() throws SQLException {
        execute("INSERT INTO dish VALUES (1, 'soup', 1)");
        try (Connection reader = source().server()
                        .connect(
                                source().database(),
                                Map.of(
                                        "replication",
                                        "database",
                                        "preferQueryMode",
                                        "simple",
                                        "assumeMinServerVersion",
                                        "15"));
                PGReplicationStream stream = stream(reader)) {
            assertThat(stream.isClosed()).isFalse();
            Failure failure = failureOf("SELECT * FROM " + call());
            assertThat(failure.sqlState()).isEqualTo("55006");
            assertThat(failure.message()).startsWith("replication slot \"" + slot + "\" is active for PID");
        }
    }

    @Test
    void publicationsAreNeededByPgoutputOnly() throws SQLException {
        execute("INSERT INTO dish VALUES (1, 'soup', 1)");
        String call = "SELECT statements FROM turso_replicate('" + slot + "', NULL, NULL";
        if (variant().plugin() == Plugin.PGOUTPUT) {
            Failure failure = failureOf(call + ")");
            assertThat(failure.sqlState()).isEqualTo("22023");
            assertThat(failure.message()).isEqualTo("option \"publication_names\" is missing");
            assertThat(failureOf(call + ", 'publication_names', 'absent')").message())
                    .contains("absent");
        } else {
            assertThat(source().column(call + ")")).containsExactly("1");
        }
    }

    private String call() {
        return call(url());
    }

    private String call(String options) {
        return call(options, slot, "NULL", "NULL");
    }

    private String call(String options, String slot, String upto, String changes) {
        String publications = variant().plugin() == Plugin.PGOUTPUT ? ", 'publication_names', 'everything'" : "";
        return "turso_replicate('%s', %s, %s%s%s)".formatted(slot, upto, changes, options, publications);
    }

    private String url() {
        return ", 'url', '" + turso().url() + "/', 'auth', 's3cr3t'";
    }

    /** As another session sees it. */
    private String confirmed() {
        try (Source other = new Source(source().server(), source().database())) {
            return String.valueOf(other.value(
                    "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot + "'"));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private PGReplicationStream stream(Connection reader) throws SQLException {
        var builder = reader.unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot);
        if (variant().plugin() == Plugin.PGOUTPUT) {
            builder.withSlotOption("proto_version", 1).withSlotOption("publication_names", "everything");
        }
        return builder.start();
    }
}
