package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Fault;
import org.pgturso.servers.FaultProxy;

/**
 * What can't be done is refused in Postgres' own style, and leaves nothing half-registered. Errors that need no host are
 * in {@code tests/sql/arguments.sql}, those of a server that is set up otherwise in {@link PlainServerIT}.
 */
@ParameterizedClass
@EnumSource
class BadInputIT extends EndToEnd {
    private static final String SCHEDULE = "SELECT turso_schedule_table_replication('dish', '" + RARELY + "')";

    private int registered;

    BadInputIT(Host host) {
        super(new Variant(Plugin.PGOUTPUT, host));
    }

    @BeforeEach
    void createTable() throws SQLException {
        execute("CREATE TABLE dish (id integer PRIMARY KEY, name text)", "INSERT INTO dish VALUES (1, 'soup')");
    }

    @AfterEach
    void nothingIsHalfRegistered() throws SQLException {
        assertThat(value("SELECT count(*) FROM turso.replication")).isEqualTo(Integer.toString(registered));
        assertThat(value("SELECT count(*) FROM pg_publication_rel")).isEqualTo(Integer.toString(registered));
        if (source().is("to_regclass('cron.job') IS NOT NULL")) {
            assertThat(value("SELECT count(*) FROM cron.job")).isEqualTo(Integer.toString(registered));
        }
        if (registered == 0) {
            assertThat(value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
            assertThat(value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                    .isEqualTo("0");
        }
    }

    @Test
    void malformedUrl() throws SQLException {
        url("ftp://somewhere");
        Failure failure = failureOf(SCHEDULE);
        assertThat(failure.sqlState()).isEqualTo("22023");
        assertThat(failure.message()).isEqualTo("target URL is malformed");
        assertThat(failure.detail()).contains("libsql://");
        assertThat(failure.hint()).contains("libsql://");
    }

    @Test
    void urlFunctionThatReturnsNothing() throws SQLException {
        execute("CREATE OR REPLACE FUNCTION turso_url() RETURNS text LANGUAGE sql AS 'SELECT NULL::text'");
        Failure failure = failureOf(SCHEDULE);
        assertThat(failure.sqlState()).isEqualTo("22023");
        assertThat(failure.message()).isEqualTo("target has no URL");
        assertThat(failure.detail()).contains("turso_url()");
    }

    @Test
    void tokenOverPlainHttpToAnotherMachine() throws SQLException {
        url("http://192.0.2.1");
        withToken();
        Failure failure = failureOf(SCHEDULE);
        assertThat(failure.message()).isEqualTo("target URL would send the token unencrypted");
        assertThat(failure.hint()).contains("pgturso.allow_insecure_http");
        assertThat(failure.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void refusedToken() throws SQLException {
        try (FaultProxy proxy = new FaultProxy(turso())) {
            proxy.failAlways(Fault.UNAUTHORIZED);
            url(proxy.url());
            withToken();
            Failure failure = failureOf(SCHEDULE);
            assertThat(failure.sqlState()).isEqualTo("28000");
            assertThat(failure.hint()).isNotBlank();
            assertThat(failure.toString()).doesNotContain("s3cr3t");
        }
    }

    @Test
    void pluginThatIsNotAllowed() throws SQLException {
        execute("SET output_plugin_libraries = 'wal2json, test_decoding'");
        Failure failure = failureOf(SCHEDULE);
        execute("RESET output_plugin_libraries");
        assertThat(failure.sqlState()).isEqualTo("55000");
        assertThat(failure.message()).isEqualTo("output plugin \"pgoutput\" is not allowed by output_plugin_libraries");
        assertThat(failure.detail()).contains("wal2json, test_decoding");
        assertThat(failure.hint()).isNotBlank();
    }

    @Test
    void noFreeSlot() throws SQLException {
        execute("SELECT pg_create_physical_replication_slot('endtoend_' || i) FROM generate_series("
                + "(SELECT count(*) + 1 FROM pg_replication_slots),"
                + " current_setting('max_replication_slots')::integer) i");
        try {
            Failure failure = failureOf(SCHEDULE);
            assertThat(failure.sqlState()).isEqualTo("53400");
            assertThat(failure.message()).isEqualTo("all replication slots are in use");
            assertThat(failure.detail()).startsWith("max_replication_slots is ");
            assertThat(failure.hint()).isNotBlank();
        } finally {
            execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                    + " WHERE slot_name LIKE 'endtoend\\_%'");
        }
        nothingIsHalfRegistered();
        execute(SCHEDULE);
        registered = 1;
        replicateAndCompare("dish");
    }

    @Test
    void relationThatIsRegisteredAlready() throws SQLException {
        execute(SCHEDULE);
        registered = 1;
        Failure failure = failureOf(SCHEDULE);
        assertThat(failure.sqlState()).isEqualTo("42710");
        assertThat(failure.message()).isEqualTo("relation \"dish\" is registered already");
        assertThat(failure.hint()).contains("turso_unschedule_replication");
        replicateAndCompare("dish");
    }

    @Test
    void nameThatAnotherRelationHas() throws SQLException {
        execute(SCHEDULE, "CREATE TABLE \"DISH\" (id integer PRIMARY KEY)");
        registered = 1;
        Failure failure = failureOf("SELECT turso_schedule_table_replication('\"DISH\"', '" + RARELY + "')");
        assertThat(failure.sqlState()).isEqualTo("42710");
        assertThat(failure.message()).isEqualTo("name \"DISH\" is taken in target \"default\"");
        assertThat(failure.hint()).contains("option name");
        replicateAndCompare("dish");
    }

    @Test
    void nameThatSomethingElseHasInTheTarget() throws SQLException {
        turso().query("CREATE TABLE dish (precious TEXT)");
        turso().query("INSERT INTO dish VALUES ('keep me')");
        Failure failure = failureOf(SCHEDULE);
        assertThat(failure.sqlState()).isEqualTo("42710");
        assertThat(failure.message()).isEqualTo("table \"dish\" exists already in Turso");
        assertThat(failure.detail()).contains("pgturso did not make");
        assertThat(failure.hint()).contains("\"name\"");
        assertThat(turso().value("SELECT precious FROM dish")).isEqualTo("keep me");
    }

    @Test
    void slotInATransactionThatHasWritten() throws SQLException {
        execute(SCHEDULE);
        registered = 1;
        execute("BEGIN", "INSERT INTO dish VALUES (2, 'stew')");
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        execute("ROLLBACK");
        assertThat(failure.sqlState()).isEqualTo("25001");
        assertThat(failure.hint()).contains("Commit first");
        replicateAndCompare("dish");
    }

    @Test
    void registrationThatIsRolledBackLeavesNothing() throws SQLException {
        execute("BEGIN", SCHEDULE, "ROLLBACK");
        nothingIsHalfRegistered();
        execute(SCHEDULE);
        registered = 1;
        replicateAndCompare("dish");
    }

    @Test
    void tableThatSomebodyWritesToForLong() throws SQLException {
        try (Connection writer = source().another();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO dish VALUES (2, 'stew')");
            execute("SET lock_timeout = '200ms'");
            Failure failure = failureOf(SCHEDULE);
            execute("RESET lock_timeout");
            assertThat(failure.sqlState()).isEqualTo("55P03");
            nothingIsHalfRegistered();
            writer.commit();
        }
        execute(SCHEDULE);
        registered = 1;
        replicateAndCompare("dish");
    }

    @Test
    void isolationLevelTooHighForACall() throws SQLException {
        execute(SCHEDULE);
        registered = 1;
        replicate();
        execute("INSERT INTO dish VALUES (2, 'stew')", "BEGIN ISOLATION LEVEL REPEATABLE READ");
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        execute("ROLLBACK");
        assertThat(failure.sqlState()).isEqualTo("25001");
        assertThat(failure.detail()).contains("REPEATABLE READ");
        assertThat(failure.hint()).contains("READ COMMITTED");
        replicateAndCompare("dish");
    }

    @Test
    void roleWithoutReplication() throws SQLException {
        execute(
                "CREATE ROLE endtoend_clerk",
                "GRANT USAGE ON SCHEMA turso TO endtoend_clerk",
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA turso, public TO endtoend_clerk",
                "GRANT ALL ON ALL TABLES IN SCHEMA turso TO endtoend_clerk",
                "GRANT ALL ON ALL SEQUENCES IN SCHEMA turso TO endtoend_clerk");
        try {
            execute("SET ROLE endtoend_clerk");
            Failure failure = failureOf("SELECT turso_schedule_table_replication('dish', '" + RARELY + "', 'default')");
            execute("RESET ROLE");
            assertThat(failure.sqlState()).isEqualTo("42501");
            assertThat(failure.message()).isEqualTo("permission denied to use replication slots");
            assertThat(failure.hint()).isEqualTo("ALTER ROLE endtoend_clerk REPLICATION.");
        } finally {
            execute("RESET ROLE", "DROP OWNED BY endtoend_clerk", "DROP ROLE endtoend_clerk");
        }
    }

    @Test
    void tableThatWasDroppedLater() throws SQLException {
        execute("CREATE TABLE guest (id integer PRIMARY KEY)", SCHEDULE);
        scheduleTable("guest");
        replicate();
        String oid = value("SELECT 'guest'::regclass::oid");
        execute("DROP TABLE guest", "INSERT INTO dish VALUES (2, 'stew')");
        replicateAndCompare("dish");
        execute("SELECT turso_resync()");
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        assertThat(failure.sqlState()).isEqualTo("42704");
        assertThat(failure.message()).isEqualTo("relation \"public.guest\" does not exist any more");
        assertThat(failure.hint()).isEqualTo("Call turso_unschedule_replication(" + oid + ").");
        execute("SELECT turso_unschedule_replication(" + oid + ")");
        registered = 1;
        replicateAndCompare("dish");
    }

    private void url(String url) throws SQLException {
        execute("CREATE OR REPLACE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT '" + url + "' $$");
    }

    private void withToken() throws SQLException {
        execute(
                "CREATE FUNCTION turso_token() RETURNS text LANGUAGE sql AS $$ SELECT 's3cr3t' $$",
                "UPDATE turso.target SET token_function = 'public.turso_token()'");
    }
}
