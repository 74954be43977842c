package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.WorkerProcess;

/** The worker as a process: who is in charge, what it outlives, how it ends. */
class WorkerIT {
    private static final String DATABASE = "worker";
    private static final PostgresServer SERVER = PostgresServer.start(Map.of());
    private static final String DDL =
            "SELECT turso_generate_create_table('t') LIKE 'CREATE TABLE%' AND turso.worker_pid() IS NOT NULL";

    @BeforeAll
    static void createDatabase() {
        SERVER.createDatabase(DATABASE);
        SERVER.execute(DATABASE, "CREATE EXTENSION pgturso", "CREATE TABLE t (id integer PRIMARY KEY)");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void standbyTakesOverWhenTheWorkerInChargeIsKilled() {
        try (WorkerProcess first = WorkerProcess.inCharge(SERVER.url(DATABASE));
                WorkerProcess second = worker(Map.of(), SERVER.url(DATABASE))) {
            second.awaitLine("standby: another worker is in charge");
            first.kill();
            second.awaitLine("in charge of postgresql://");
            awaitAnswer();
            assertThat(second.terminate()).isZero();
        }
    }

    @Test
    void standbyEndsCleanlyOnSigterm() {
        try (WorkerProcess first = WorkerProcess.inCharge(SERVER.url(DATABASE));
                WorkerProcess second = worker(Map.of(), SERVER.url(DATABASE))) {
            second.awaitLine("standby");
            assertThat(second.terminate()).isZero();
            awaitAnswer();
            assertThat(first.terminate()).isZero();
        }
    }

    @Test
    void workerComesBackAfterARestartOfPostgres() {
        try (WorkerProcess worker = WorkerProcess.inCharge(SERVER.url(DATABASE))) {
            SERVER.restart();
            awaitAnswer();
            SERVER.crash();
            worker.awaitLine("refused");
            SERVER.start();
            awaitAnswer();
            assertThat(worker.terminate()).isZero();
        }
    }

    @Test
    void sigtermEndsItWithStatusZeroWithinTenSecondsAndFreesTheLock() throws SQLException {
        try (WorkerProcess worker = WorkerProcess.inCharge(SERVER.url(DATABASE))) {
            long start = System.nanoTime();
            assertThat(worker.terminate()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(isTrue("SELECT turso.worker_pid() IS NULL")).isTrue();
        }
    }

    @Test
    void databaseWithoutTheExtensionIsRefused() {
        SERVER.createDatabase("worker_bare");
        try (WorkerProcess worker = worker(Map.of(), SERVER.url("worker_bare"))) {
            assertThat(worker.exit()).isEqualTo(1);
            assertThat(worker.output().lines())
                    .first()
                    .isEqualTo("ERROR:  extension pgturso is not installed in database \"worker_bare\"");
            assertThat(worker.output()).contains("HINT:  Run CREATE EXTENSION pgturso");
        }
    }

    @Test
    void databaseThatDoesNotExistIsRefused() {
        try (WorkerProcess worker = worker(Map.of(), SERVER.url("worker_none"))) {
            assertThat(worker.exit()).isEqualTo(1);
            assertThat(worker.output()).startsWith("ERROR:  database \"worker_none\" does not exist");
        }
    }

    private static WorkerProcess worker(Map<String, String> environment, String uri) {
        return WorkerProcess.start(environment, "worker", "--database", uri);
    }

    private static void awaitAnswer() {
        Await.until("call is answered", Duration.ofSeconds(30), () -> isTrue(DDL));
    }

    private static boolean isTrue(String sql) throws SQLException {
        try (Connection connection = SERVER.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
