package org.pgturso.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.WorkerProcess;

/** A worker that is killed, or whose Postgres crashes, in the middle of its work; the next one carries on. */
@Timeout(180)
class WorkerCrashPointIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PostgresServer postgres;
    private Stage stage;
    private Ledger ledger;
    private WorkerProcess worker;

    @BeforeEach
    void follow() {
        postgres = PostgresServer.start(Map.of());
        stage = Stage.forWorker(postgres, "worker_crash_points", Plugin.PGOUTPUT);
        worker = start();
        ledger = Ledger.on(stage);
        awaitEqual();
    }

    @AfterEach
    void stop() {
        worker.close();
        stage.close();
        postgres.close();
    }

    @Test
    void workerIsKilledInTheMiddleOfATransactionInParts() {
        limitBatches();
        CountDownLatch killed = onAnswer(20, worker::kill);
        ledger.book(5000);
        await(killed);
        assertThat(stage.turso.value("SELECT max(part) FROM _pgturso_state")).isNotEqualTo(0L);
        ledger.book(10);
        worker = start();
        awaitEqual();
    }

    @Test
    void workerIsKilledInTheMiddleOfALargeCopy() {
        stage.sql("INSERT INTO entry SELECT repeat('long', 1000), g FROM generate_series(1, 10000) g");
        awaitEqual();
        CountDownLatch killed = onAnswer(8, worker::kill);
        stage.sql("SELECT turso_resync('entry')");
        await(killed);
        assertThat((Long) stage.turso.value("SELECT count(*) FROM entry")).isBetween(1L, 10_000L);
        ledger.book(10);
        worker = start();
        awaitEqual();
    }

    @Test
    void postgresCrashesInTheMiddleOfATransactionInParts() {
        limitBatches();
        CountDownLatch crashed = onAnswer(20, postgres::crash);
        ledger.book(5000);
        await(crashed);
        postgres.start();
        ledger.book(10);
        awaitEqual();
    }

    private WorkerProcess start() {
        return WorkerProcess.inCharge(postgres.url(stage.database));
    }

    /** The worker that is running now began before, with batches of the usual size. */
    private void limitBatches() {
        stage.sql("ALTER DATABASE worker_crash_points SET pgturso.batch_size = '1kB'");
        worker.kill();
        worker = start();
    }

    private CountDownLatch onAnswer(int number, Runnable action) {
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        stage.proxy.beforeResponse(() -> {
            if (answers.incrementAndGet() == number) {
                action.run();
                done.countDown();
            }
        });
        return done;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitEqual() {
        Await.untilAsserted(PATIENCE, ledger::assertEqual);
    }
}
