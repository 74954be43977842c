package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;
import org.pgturso.servers.WorkerProcess;

/** The functions where {@code CREATE EXTENSION} is out of reach. */
class InstallIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @Test
    void functionsAreInstalledAndAWorkerServesThem() throws SQLException {
        SERVER.createDatabase("install");
        SERVER.execute("install", "CREATE TABLE t (id integer PRIMARY KEY)");
        try (WorkerProcess install = install("install")) {
            assertThat(install.exit()).isZero();
            assertThat(install.output()).contains("installed pgturso in database install: schema turso, ");
        }
        assertThat(value("install", "SELECT count(*) FROM pg_extension WHERE extname = 'pgturso'"))
                .isEqualTo("0");
        try (WorkerProcess worker = WorkerProcess.inCharge(SERVER.url("install"))) {
            assertThat(value("install", "SELECT turso_generate_create_table('t')"))
                    .startsWith("CREATE TABLE");
            assertThat(worker.terminate()).isZero();
        }
    }

    @Test
    void functionsAreTheSameAsTheExtensions() throws SQLException {
        String functions = "SELECT string_agg(oid::regprocedure::text, ' ' ORDER BY oid::regprocedure::text)"
                + " FROM pg_proc WHERE pronamespace = 'turso'::regnamespace OR proname LIKE 'turso\\_%'";
        SERVER.createDatabase("install_plain");
        SERVER.createDatabase("install_extension");
        SERVER.execute("install_extension", "CREATE EXTENSION pgturso");
        try (WorkerProcess install = install("install_plain")) {
            assertThat(install.exit()).isZero();
        }
        assertThat(value("install_plain", functions)).isEqualTo(value("install_extension", functions));
    }

    @Test
    void anotherSchemaTakesTheFunctionsWhateverItsName() throws SQLException {
        SERVER.createDatabase("install_schema");
        SERVER.execute("install_schema", "CREATE SCHEMA \"Turso tools\"");
        try (WorkerProcess install = install("install_schema", "--schema", "Turso tools")) {
            assertThat(install.exit()).isZero();
        }
        assertThat(value(
                        "install_schema",
                        "SELECT to_regprocedure('\"Turso tools\".turso_check()') IS NOT NULL"
                                + " AND to_regprocedure('public.turso_check()') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void roleThatIsNoSuperuserCanInstallServeAndReplicate() throws SQLException {
        SERVER.execute(
                "postgres", "DROP DATABASE IF EXISTS install_owner WITH (FORCE)", "DROP ROLE IF EXISTS installer");
        SERVER.execute(
                "postgres", "CREATE ROLE installer LOGIN REPLICATION", "CREATE DATABASE install_owner OWNER installer");
        String uri = SERVER.url("install_owner").replace("postgres@", "installer@");
        String jdbcUrl = SERVER.jdbcUrl("install_owner").replace("user=postgres", "user=installer");
        try (TursoServer turso = TursoServer.create();
                WorkerProcess install = WorkerProcess.start(Map.of(), "install", "--database", uri)) {
            assertThat(install.exit()).isZero();
            try (WorkerProcess worker = WorkerProcess.inCharge(uri);
                    Connection connection = DriverManager.getConnection(jdbcUrl);
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT '" + turso.url() + "' $$");
                statement.execute("CREATE TABLE t AS SELECT 1 AS id");
                statement.execute("ALTER TABLE t ADD PRIMARY KEY (id)");
                statement.execute("CREATE MATERIALIZED VIEW m AS SELECT id + 1 AS id FROM t");
                statement.execute("SELECT turso_schedule_table_replication('t', '1 minute')");
                statement.execute("SELECT turso_schedule_mv_replication('m', '1 minute')");
                statement.execute("SELECT turso_replicate_now()");
                assertThat(turso.value("SELECT sum(id) FROM (SELECT id FROM t UNION ALL SELECT id FROM m)"))
                        .isEqualTo(3L);
                statement.execute("SELECT turso_unschedule_replication('t')");
                assertThat(worker.terminate()).isZero();
            }
        }
    }

    @Test
    void secondInstallationIsRefusedAndChangesNothing() {
        SERVER.createDatabase("install_twice");
        SERVER.execute("install_twice", "CREATE EXTENSION pgturso");
        try (WorkerProcess install = install("install_twice")) {
            assertThat(install.exit()).isEqualTo(1);
            assertThat(install.output())
                    .startsWith("ERROR:  pgturso is installed in database \"install_twice\" already");
        }
    }

    @Test
    void failureLeavesNothingBehind() throws SQLException {
        SERVER.createDatabase("install_fails");
        SERVER.execute(
                "install_fails",
                "CREATE FUNCTION public.turso_check(OUT \"check\" int, OUT ok int, OUT detail int, OUT hint int)"
                        + " RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, 2, 3, 4'");
        try (WorkerProcess install = install("install_fails")) {
            assertThat(install.exit()).isEqualTo(1);
            assertThat(install.output()).startsWith("ERROR:  ").contains("turso_check");
        }
        assertThat(value("install_fails", "SELECT to_regnamespace('turso') IS NULL"))
                .isEqualTo("t");
    }

    private static WorkerProcess install(String database, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "install";
        arguments[1] = "--database";
        arguments[2] = SERVER.url(database);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return WorkerProcess.start(Map.of(), arguments);
    }

    private static String value(String database, String sql) throws SQLException {
        try (Connection connection = SERVER.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
