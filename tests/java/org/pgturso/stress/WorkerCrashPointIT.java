package org.pgturso.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.WorkerProcess;

/** A worker that is killed, or whose Postgres crashes, in the middle of its work. It goes on without being told to. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerCrashPointIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DATABASE = "worker_crash_points";
    private static final String PART_IS_THERE = "SELECT max(part) >= 10 FROM _pgturso_state";

    private final PostgresServer postgres = PostgresServer.start(Map.of());
    private final Stage stage = Stage.forWorker(postgres, DATABASE, Plugin.PGOUTPUT);
    private final Ledger ledger;
    private WorkerProcess worker;

    WorkerCrashPointIT() {
        stage.sql("ALTER DATABASE " + DATABASE + " SET pgturso.batch_size = '1kB'");
        worker = startWorker();
        ledger = Ledger.on(stage);
    }

    @BeforeEach
    void catchUp() {
        awaitEqual();
    }

    @AfterAll
    void stop() {
        stage.close();
        worker.close();
        postgres.close();
    }

    @Test
    void workerIsKilledInTheMiddleOfATransactionInParts() {
        CountDownLatch killed = once(PART_IS_THERE, worker::kill);
        ledger.book(5000);
        await(killed);
        ledger.book(10);
        worker = startWorker();
        awaitEqual();
    }

    @Test
    void workerIsKilledInTheMiddleOfACopy() {
        stage.sql("INSERT INTO entry SELECT repeat('x', 1000000), g FROM generate_series(1, 10) g");
        awaitEqual();
        CountDownLatch killed = once("SELECT count(*) BETWEEN 1 AND 9 FROM entry WHERE note LIKE 'x%'", worker::kill);
        stage.sql("SELECT turso_resync('entry')");
        await(killed);
        ledger.book(10);
        worker = startWorker();
        awaitEqual();
    }

    @Test
    void postgresStopsWithoutACheckpointInTheMiddleOfATransactionInParts() {
        CountDownLatch crashed = once(PART_IS_THERE, postgres::crash);
        ledger.book(5000);
        await(crashed);
        postgres.start();
        ledger.book(10);
        awaitEqual();
    }

    @Test
    void processOfPostgresIsKilledInTheMiddleOfATransactionInParts() {
        CountDownLatch crashed = once(PART_IS_THERE, this::killWhoReadsTheSlot);
        ledger.book(5000);
        await(crashed);
        ledger.book(10);
        awaitEqual();
    }

    /** Postgres then ends all its processes and starts anew by itself. */
    private void killWhoReadsTheSlot() {
        long reader = stage.number("SELECT active_pid FROM pg_replication_slots WHERE database = current_database()");
        ProcessHandle.of(reader).orElseThrow().destroyForcibly();
        Await.until(
                "Postgres has forgotten process " + reader,
                PATIENCE,
                () -> stage.number("SELECT count(*) FROM pg_stat_activity WHERE pid = " + reader) == 0);
    }

    private WorkerProcess startWorker() {
        return WorkerProcess.inCharge(postgres.url(DATABASE));
    }

    /** Does something when Turso has answered a request, the first after which this is true, and nobody knows of it. */
    private CountDownLatch once(String condition, Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean begun = new AtomicBoolean();
        stage.proxy.beforeResponse(() -> {
            if (Long.valueOf(1).equals(stage.turso.value(condition)) && begun.compareAndSet(false, true)) {
                action.run();
                done.countDown();
            }
        });
        return done;
    }

    private void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            stage.proxy.beforeResponse(() -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitEqual() {
        Await.untilAsserted(PATIENCE, ledger::assertEqual);
    }
}
