package org.pgturso.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.WorkerProcess;

/** Transactions that are many, and one that is larger than the memory of the worker that ships it. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeTransactionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String DATABASE = "large_transactions";
    private static final Map<String, String> LITTLE_MEMORY = Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m");

    private final Stage stage = Stage.forWorker(PostgresServer.shared(), DATABASE, Plugin.PGOUTPUT);
    private final WorkerProcess worker = WorkerProcess.start(
            LITTLE_MEMORY, "worker", "--database", PostgresServer.shared().url(DATABASE));

    LargeTransactionsIT() {
        worker.awaitLine("in charge of");
    }

    @AfterAll
    void stop() {
        stage.close();
        worker.close();
    }

    @Test
    void twentyThousandTransactionsOfOneRow() {
        stage.sql("CREATE TABLE small (id int PRIMARY KEY, note text)");
        stage.register(List.of("small"));
        stage.sql(
                "DO $$ BEGIN FOR i IN 1..20000 LOOP INSERT INTO small VALUES (i, 'row ' || i); COMMIT; END LOOP; END $$");
        Await.untilAsserted(PATIENCE, () -> stage.sides.assertEqual("small", "id, note", "small"));
    }

    @Test
    void oneTransactionLargerThanTheWorkersMemory() {
        stage.sql("CREATE TABLE large (id int PRIMARY KEY, note text)");
        stage.register(List.of("large"));
        stage.sql("SELECT * FROM turso_replicate_now()");
        stage.sql("INSERT INTO large SELECT g, rpad(g || ' ', 1000, 'x') FROM generate_series(1, 80000) g");
        replicateAndCompare();
        stage.turso.query("DELETE FROM large");
        stage.sql("SELECT turso_resync('large')");
        replicateAndCompare();
    }

    /** The rows are too many to be fetched. */
    private void replicateAndCompare() {
        stage.sql("SELECT * FROM turso_replicate_now()");
        stage.sides.assertSameAnswer("SELECT count(*), sum(id), sum(length(note)), max(note) FROM large");
        assertThat(stage.turso.value("SELECT count(*) FROM large WHERE note NOT LIKE id || ' %'"))
                .isEqualTo(0L);
    }
}
