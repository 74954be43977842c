package org.pgturso.pljava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.Await;
import org.pgturso.servers.Fault;
import org.pgturso.servers.FaultProxy;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Calls that run in the backend, and what can happen to them there. */
class BackendIT {
    private static final String DATABASE = "backend";
    private static final String ASK = "SELECT turso_query('SELECT 42 AS answer') ->> 'answer'";

    private static final TursoServer TURSO = TursoServer.create();
    private static final FaultProxy PROXY = new FaultProxy(TURSO);

    private final Connection connection = PostgresServer.shared().connect(DATABASE);

    @BeforeAll
    static void createDatabase() {
        PostgresServer server = PostgresServer.shared();
        server.createDatabase(DATABASE);
        if (PostgresServer.hasPlJava()) {
            server.execute(
                    DATABASE,
                    "CREATE EXTENSION pljava",
                    "CREATE EXTENSION pgturso",
                    "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT '" + PROXY.url() + "' $$",
                    "CREATE FUNCTION turso_token() RETURNS text LANGUAGE sql AS $$ SELECT NULL::text $$");
        }
    }

    @AfterAll
    static void close() {
        PROXY.close();
        TURSO.close();
    }

    @BeforeEach
    void warmUp() throws SQLException {
        assumeTrue(PostgresServer.hasPlJava(), "PL/Java is not installed");
        assertThat(text(ASK)).isEqualTo("42");
    }

    @AfterEach
    void disconnect() throws SQLException {
        PROXY.heal();
        connection.close();
    }

    @Test
    void cancelEndsACallThatWaitsForTheTarget() throws SQLException {
        PROXY.failAlways(Fault.HOLD);
        try (Statement asked = connection.createStatement()) {
            CompletableFuture<Void> call = askInTheBackground(asked);
            asked.cancel();
            assertThatThrownBy(call::join)
                    .satisfies(e -> assertThat(reported(e).getSQLState()).isEqualTo("57014"));
        }
        PROXY.heal();
        assertThat(text(ASK)).isEqualTo("42");
    }

    @Test
    void statementTimeoutEndsACallThatWaitsForTheTarget() throws SQLException {
        PROXY.failAlways(Fault.HOLD);
        execute("SET statement_timeout = '500ms'");
        assertThatThrownBy(() -> text(ASK)).hasMessageContaining("canceling statement due to statement timeout");
        execute("RESET statement_timeout");
        PROXY.heal();
        assertThat(text(ASK)).isEqualTo("42");
    }

    @Test
    void endingASessionInACallLeavesTheServerUp() throws SQLException {
        int pid = Integer.parseInt(text("SELECT pg_backend_pid()"));
        PROXY.failAlways(Fault.HOLD);
        try (Connection other = PostgresServer.shared().connect(DATABASE);
                Statement asked = connection.createStatement()) {
            CompletableFuture<Void> call = askInTheBackground(asked);
            text(other, "SELECT pg_terminate_backend(" + pid + ")");
            assertThatThrownBy(call::join)
                    .satisfies(e -> assertThat(reported(e).getSQLState()).isEqualTo("57P01"));
            // A crash of that process would have ended this session too.
            Await.until("process has ended", Duration.ofSeconds(20), () -> !ProcessHandle.of(pid)
                    .map(ProcessHandle::isAlive)
                    .orElse(false));
            assertThat(text(other, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void errorOfAStatementReachesTheCallerAsItWas() {
        assertThatThrownBy(() -> {
                    execute("CREATE OR REPLACE FUNCTION bad_url() RETURNS text LANGUAGE plpgsql AS $$ BEGIN"
                            + " RAISE EXCEPTION 'no URL' USING ERRCODE = 'P0123', DETAIL = 'None.', HINT = 'Set it.';"
                            + " END $$");
                    execute("SELECT turso_add_target('bad', 'bad_url', 'turso_token')");
                    text("SELECT turso_query('SELECT 1', 'bad')");
                })
                .satisfies(e -> {
                    ServerErrorMessage error = reported(e);
                    assertThat(error.getMessage()).isEqualTo("no URL");
                    assertThat(error.getSQLState()).isEqualTo("P0123");
                    assertThat(error.getDetail()).isEqualTo("None.");
                    assertThat(error.getHint()).isEqualTo("Set it.");
                });
    }

    @Test
    void callerCanCatchTheErrorOfAStatementAndGoOn() throws SQLException {
        execute("DO $$ BEGIN PERFORM turso.call('query', '{\"target\": {\"url_function\": \"no_such_function()\"}}');"
                + " EXCEPTION WHEN undefined_function THEN NULL; END $$");
        assertThat(text(ASK)).isEqualTo("42");
    }

    @Test
    void errorOfTheTargetLeavesTheTransactionUsable() throws SQLException {
        connection.setAutoCommit(false);
        execute("CREATE TEMP TABLE kept AS SELECT 1");
        execute("SAVEPOINT s");
        assertThatThrownBy(() -> text("SELECT turso_query('SELEC')"))
                .satisfies(e -> assertThat(reported(e).getSQLState()).isEqualTo("38000"));
        execute("ROLLBACK TO s");
        assertThat(text("SELECT count(*) FROM kept")).isEqualTo("1");
        connection.rollback();
    }

    @Test
    void textOfEveryKindTravelsBothWays() throws SQLException {
        String odd = "a''b\\c€😀" + "é".repeat(100_000);
        assertThat(text("SELECT turso_query($q$SELECT '" + odd + "' AS t$q$) ->> 't'"))
                .isEqualTo(odd.replace("''", "'"));
    }

    /** Returns once the proxy holds the request. */
    private static CompletableFuture<Void> askInTheBackground(Statement statement) {
        int before = PROXY.requests();
        CompletableFuture<Void> call = CompletableFuture.runAsync(() -> {
            try {
                statement.executeQuery(ASK);
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
        Await.until("request is held", Duration.ofSeconds(20), () -> PROXY.requests() > before);
        return call;
    }

    private static ServerErrorMessage reported(Throwable thrown) {
        Throwable error = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(error).isInstanceOf(PSQLException.class);
        ServerErrorMessage message = error instanceof PSQLException own ? own.getServerErrorMessage() : null;
        if (message == null) {
            throw new AssertionError("not reported by the server", error);
        }
        return message;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        return text(connection, sql);
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }
}
