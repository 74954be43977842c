package org.pgturso.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Fault;
import org.pgturso.servers.PostgresServer;

/** Faults where they could make something lost or done twice. */
@Timeout(120)
class CrashPointIT {
    private static final String ADVANCE = "pg_replication_slot_advance";
    private static final String LOCK = "SELECT pg_advisory_xact_lock(?, ?)";

    private Stage stage = open(Plugin.PGOUTPUT);
    private Ledger ledger = Ledger.on(stage);

    private static Stage open(Plugin plugin) {
        return Stage.inThisJvm(PostgresServer.shared(), "crash_points", plugin);
    }

    @BeforeEach
    void copy() {
        assertThat(stage.host().run()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void use(Plugin plugin) {
        stage.close();
        stage = open(plugin);
        ledger = Ledger.on(stage);
        copy();
    }

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void backendEndsAfterTursosCommitAndBeforeTheSlotAdvances(Plugin plugin) {
        use(plugin);
        ledger.book(50);
        stage.host().faults().before(ADVANCE, PostgresFaults::endBackend);
        assertThat(stage.host().run()).isNotEmpty().allMatch(failure -> failure.contains("connection"));
        assertThat(stage.turso.value("SELECT count(*) FROM entry WHERE note = 'booked'"))
                .isNotEqualTo(0L);
        ledger.book(20);
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSE", "CUT", "LOSE_RESPONSE", "HOLD", "UNAVAILABLE"})
    void requestMeetsAFaultAndIsSentAgain(Fault fault) {
        stage.host().set("pgturso.call_timeout", "500ms");
        stage.host().set("pgturso.batch_size", "1kB");
        ledger.book(300);
        stage.proxy.failNext(fault, "_pgturso_state");
        stage.proxy.failNext(fault, "INSERT INTO");
        stage.proxy.failNext(fault, "INSERT INTO");
        assertThat(stage.host().run()).isEmpty();
        assertThat(stage.proxy.failed()).isEqualTo(3);
        ledger.assertEqual();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CUT", "LOSE_RESPONSE"})
    void requestOfACopyMeetsAFaultAndIsSentAgain(Fault fault) {
        ledger.book(100);
        stage.sql("SELECT turso_resync('entry')", "SELECT turso_resync('account')");
        stage.proxy.failNext(fault, "CREATE TABLE \\\"account\\\"");
        stage.proxy.failNext(fault, "INSERT INTO \\\"account\\\"");
        stage.proxy.failNext(fault, "CREATE TABLE \\\"entry\\\"");
        stage.proxy.failNext(fault, "INSERT INTO \\\"entry\\\"");
        assertThat(stage.host().run()).isEmpty();
        assertThat(stage.proxy.failed()).isEqualTo(4);
        ledger.assertEqual();
    }

    @Test
    void tursoIsDownForAWhile() {
        ledger.book(100);
        stage.turso.kill();
        Thread start = new Thread(stage.turso::start);
        start.start();
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @Test
    void tursoGoesDownInTheMiddleOfATransactionInParts() {
        stage.host().set("pgturso.batch_size", "1kB");
        ledger.book(500);
        AtomicInteger answers = onAnswer(5, () -> {
            stage.turso.kill();
            stage.turso.start();
        });
        assertThat(stage.host().run()).isEmpty();
        assertThat(answers).hasValueGreaterThan(10);
        ledger.assertEqual();
    }

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void transactionInPartsGoesOnWhereItStopped(Plugin plugin) {
        use(plugin);
        stage.host().set("pgturso.batch_size", "1kB");
        ledger.bookElsewhere();
        ledger.book(2);
        ledger.bookElsewhere();
        ledger.book(4000);
        for (int part = 3; part < 30; part += 9) {
            onAnswer(part, () -> stage.host().endBackends());
            assertThat(stage.host().run()).isNotEmpty();
            assertThat(stage.turso.value("SELECT max(part) FROM _pgturso_state"))
                    .isNotEqualTo(0L);
        }
        stage.proxy.beforeResponse(() -> {});
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @Test
    void transactionInPartsIsFinishedByTheStream() {
        stage.host().set("pgturso.batch_size", "1kB");
        ledger.book(500);
        onAnswer(8, () -> stage.host().endBackends());
        assertThat(stage.host().run()).isNotEmpty();
        stage.proxy.beforeResponse(() -> {});
        ledger.book(10);
        stage.host().follow(1, 200);
        ledger.assertEqual();
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @Test
    void copyStopsAndBeginsAnew() {
        stage.sql("INSERT INTO entry SELECT repeat('long', 1000), g FROM generate_series(1, 3000) g");
        stage.sql("SELECT turso_resync('entry')");
        onAnswer(8, () -> stage.host().endBackends());
        assertThat(stage.host().run()).isNotEmpty();
        assertThat(stage.turso.value("SELECT count(*) FROM entry")).isNotEqualTo(0L);
        stage.proxy.beforeResponse(() -> {});
        ledger.book(10);
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @Test
    void transactionsThatCommitDuringTheCopyArriveOnce() {
        stage.sql("SELECT turso_resync()");
        onEveryAnswer(() -> ledger.book(3));
        assertThat(stage.host().run()).isEmpty();
        stage.proxy.beforeResponse(() -> {});
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @Test
    void secondWriterIsStopped() {
        stage.host().set("pgturso.batch_size", "1kB");
        ledger.book(300);
        writeTwice(5, "another writer has moved the watermark in Turso");
    }

    @Test
    void secondCopyIsStopped() {
        stage.sql("INSERT INTO entry SELECT repeat('long', 1000), g FROM generate_series(1, 5000) g");
        stage.sql("SELECT turso_resync('entry')");
        writeTwice(9, "watermark is missing in Turso");
    }

    private void writeTwice(int answers, String error) {
        try (Host other = new Host(stage.postgres, stage.database)) {
            stage.host().faults().replace(LOCK, "SELECT ?::int, ?::int");
            other.faults().replace(LOCK, "SELECT ?::int, ?::int");
            onAnswer(answers, () -> assertThat(other.run()).isEmpty());
            assertThat(stage.host().run()).isNotEmpty().allMatch(failure -> failure.startsWith(error));
        }
        stage.proxy.beforeResponse(() -> {});
        ledger.book(10);
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @Test
    void registryGoesBackWithTheCallersTransactionAndTursoDoesNot() {
        stage.sql("SELECT turso_resync('entry')");
        ledger.book(30);
        assertThat(stage.host().runAndRollBack()).isEmpty();
        ledger.assertEqual();
        ledger.book(30);
        assertThat(stage.host().runAndRollBack()).isEmpty();
        ledger.book(30);
        assertThat(stage.host().run()).isEmpty();
        ledger.assertEqual();
    }

    @Test
    void postgresCrashesInTheMiddleOfADrain() {
        crashPostgres(List.of("SELECT 1"));
    }

    @Test
    void postgresCrashesInTheMiddleOfACopy() {
        crashPostgres(List.of(
                "INSERT INTO entry SELECT repeat('long', 1000), g FROM generate_series(1, 3000) g",
                "SELECT turso_resync('entry')"));
    }

    private void crashPostgres(List<String> before) {
        try (PostgresServer postgres = PostgresServer.start(Map.of());
                Stage own = Stage.inThisJvm(postgres, "crash", Plugin.PGOUTPUT)) {
            Ledger booked = Ledger.on(own);
            assertThat(own.host().run()).isEmpty();
            own.host().set("pgturso.batch_size", "1kB");
            booked.book(300);
            own.sql(before.toArray(String[]::new));
            AtomicInteger answers = new AtomicInteger();
            own.proxy.beforeResponse(() -> {
                if (answers.incrementAndGet() == 8) {
                    postgres.crash();
                }
            });
            assertThat(own.host().run()).isNotEmpty();
            assertThat(answers).hasValueGreaterThanOrEqualTo(8);
            own.proxy.beforeResponse(() -> {});
            postgres.start();
            own.answerCalls();
            booked.book(10);
            assertThat(own.host().run()).isEmpty();
            booked.assertEqual();
        }
    }

    @Test
    void databaseThatWentBackIsNoticed() {
        try (PostgresServer postgres = PostgresServer.start(Map.of());
                Stage own = Stage.inThisJvm(postgres, "went_back", Plugin.PGOUTPUT)) {
            Ledger booked = Ledger.on(own);
            assertThat(own.host().run()).isEmpty();
            postgres.stop();
            postgres.backUp();
            postgres.start();
            own.host().disconnect();
            booked.book(300);
            assertThat(own.host().run()).isEmpty();
            booked.assertEqual();
            postgres.stop();
            postgres.restore();
            postgres.start();
            own.host().disconnect();
            own.answerCalls();
            assertThat(own.host().run())
                    .isNotEmpty()
                    .allMatch(failure -> failure.startsWith("target \"default\" is ahead of the database"));
            own.sql("SELECT turso_resync()");
            assertThat(own.host().run()).isEmpty();
            booked.book(10);
            assertThat(own.host().run()).isEmpty();
            booked.assertEqual();
        }
    }

    /** Does something once, when Turso has executed so many requests from now on and nobody knows of the last. */
    private AtomicInteger onAnswer(int number, Runnable action) {
        AtomicInteger answers = new AtomicInteger();
        stage.proxy.beforeResponse(() -> {
            if (answers.incrementAndGet() == number) {
                action.run();
            }
        });
        return answers;
    }

    private void onEveryAnswer(Runnable action) {
        stage.proxy.beforeResponse(action);
    }
}
