package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.WorkerProcess;

/** Where the worker finds its password. */
class PasswordIT {
    private static final PostgresServer SERVER = PostgresServer.start(Map.of());
    private static final String URI = "postgresql://carol@127.0.0.1:" + SERVER.port() + "/password";

    @BeforeAll
    static void demandPasswordOfCarol() {
        SERVER.createDatabase("password");
        SERVER.execute(
                "password",
                "CREATE EXTENSION pgturso",
                "CREATE ROLE carol LOGIN SUPERUSER PASSWORD 'geheim:1'",
                "DO $$ BEGIN EXECUTE format('COPY (VALUES (%L), (%L)) TO %L', 'host all postgres 127.0.0.1/32 trust',"
                        + " 'host all all 127.0.0.1/32 scram-sha-256', current_setting('hba_file')); END $$",
                "SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void passwordFileIsRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pgpass");
        Files.writeString(file, "127.0.0.1:" + SERVER.port() + ":*:carol:geheim\\:1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertServes(Map.of("PGPASSFILE", file.toString()), URI);
    }

    @Test
    void variableIsRead() {
        assertServes(Map.of("PGPASSWORD", "geheim:1"), URI);
    }

    @Test
    void uriMayHoldIt() {
        assertServes(Map.of(), URI.replace("carol@", "carol:geheim%3A1@"));
    }

    @Test
    void wrongPasswordEndsTheWorkerAndIsNotRepeated() {
        try (WorkerProcess worker =
                WorkerProcess.start(Map.of(), "worker", "--database", URI.replace("carol@", "carol:falsch@"))) {
            assertThat(worker.exit()).isEqualTo(1);
            assertThat(worker.output())
                    .startsWith("ERROR:  password authentication failed for user \"carol\"")
                    .doesNotContain("falsch");
        }
    }

    private static void assertServes(Map<String, String> environment, String uri) {
        try (WorkerProcess worker = WorkerProcess.start(environment, "worker", "--database", uri)) {
            worker.awaitLine("in charge of postgresql://127.0.0.1");
            assertThat(worker.output()).doesNotContain("geheim");
            assertThat(worker.terminate()).isZero();
        }
    }
}
