package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;
import org.pgturso.servers.WorkerProcess;

/**
 * Everything that Postgres' own regression suite leaves behind is the same in Turso or refused with a reason.
 * {@code scripts/regression-tables} fetches the suite and runs this test.
 */
class RegressionTablesIT {
    private static final @Nullable String SUITE = System.getenv("PGTURSO_REGRESSION_SUITE");
    private static final String TEMPLATE = "regression";

    private static @Nullable PostgresServer server;

    @BeforeAll
    static void runSuite() throws IOException, InterruptedException {
        assumeTrue(SUITE != null, "scripts/regression-tables runs this");
        server = PostgresServer.start(Map.of());
        new RegressionSuite(Path.of(String.valueOf(SUITE))).run(server, TEMPLATE);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void everythingIsTheSameOrRefused(Plugin plugin) throws SQLException, IOException {
        PostgresServer postgres = Objects.requireNonNull(server);
        String database = TEMPLATE + "_" + plugin.pluginName();
        postgres.execute("postgres", "CREATE DATABASE " + database + " TEMPLATE " + TEMPLATE);
        try (TursoServer turso = TursoServer.create();
                Source source = new Source(postgres, database)) {
            source.execute(
                    "CREATE SCHEMA pgturso_test",
                    "CREATE EXTENSION pgturso WITH SCHEMA pgturso_test",
                    "SET search_path = public, pgturso_test",
                    "CREATE FUNCTION pgturso_test.turso_url() RETURNS text LANGUAGE sql AS $$ SELECT '" + turso.url()
                            + "' $$",
                    "SELECT turso_add_target('default', 'turso_url', NULL, '" + plugin.pluginName() + "')");
            try (WorkerProcess worker = WorkerProcess.inCharge(postgres.url(database))) {
                RegressionTables tables = new RegressionTables(source, turso);
                tables.replicateAll();
                String report = plugin.pluginName() + "\n" + tables.report() + "\n";
                System.out.println(report);
                Files.writeString(Path.of("target", "regression-tables", plugin.pluginName() + ".txt"), report);
                assertThat(tables.differing()).isEmpty();
                assertThat(worker.output()).doesNotContain("internal error");
            }
        }
    }
}
