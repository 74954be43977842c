package org.pgturso.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.WorkerProcess;

/** A target is dropped while the worker is busy with it. */
@Timeout(120)
class DropTargetIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DATABASE = "drop_target";

    private final Stage stage = Stage.forWorker(PostgresServer.shared(), DATABASE, Plugin.PGOUTPUT);
    private final WorkerProcess worker =
            WorkerProcess.inCharge(PostgresServer.shared().url(DATABASE));

    @AfterEach
    void stop() {
        stage.close();
        worker.close();
    }

    @Test
    void runThatWaitsForTheSlotDoesNotKeepTheTargetFromBeingDropped() throws Exception {
        Ledger ledger = Ledger.on(stage);
        stage.sql("SELECT * FROM turso_replicate_now()");
        Await.until(
                "worker streams",
                PATIENCE,
                () -> stage.number("SELECT count(active_pid) FROM pg_replication_slots"
                                + " WHERE database = current_database()")
                        == 1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        stage.proxy.beforeResponse(() -> {
            held.countDown();
            await(goOn);
        });
        ledger.book(10);
        await(held);
        CompletableFuture<Void> run = call("SELECT * FROM turso_replicate_now()");
        CompletableFuture<Void> drop = call("SELECT turso_drop_target('default')");
        goOn.countDown();
        drop.get();
        run.handle((result, failure) -> true).get();
        assertThat(stage.number("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                .isZero();
    }

    /** Returns when the worker has taken the call, or the call waits for a lock. */
    private CompletableFuture<Void> call(String sql) {
        String taken = "SELECT last_value FROM turso.mailbox_taken";
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query = '"
                + sql.replace("'", "''") + "'";
        long before = stage.number(taken);
        CompletableFuture<Void> call = CompletableFuture.runAsync(() -> stage.sql(sql));
        Await.until(
                "call is under way: " + sql, PATIENCE, () -> stage.number(taken) > before || stage.number(waiting) > 0);
        return call;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
