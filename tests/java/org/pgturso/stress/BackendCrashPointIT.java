package org.pgturso.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;

/** Where the Java runs in the backend, its work is part of the caller's transaction, and ends with the caller. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackendCrashPointIT {
    private static final String RUN = "SELECT * FROM turso_replicate_now()";

    private Stage stage;
    private Ledger ledger;
    private Connection caller;
    private AutoCloseable opened = () -> {};

    @BeforeAll
    void open() {
        assumeTrue(PostgresServer.hasPlJava(), "PL/Java is not installed");
        stage = Stage.inBackend(PostgresServer.shared(), "crash_points_in_backend", Plugin.PGOUTPUT);
        opened = stage;
        ledger = Ledger.on(stage);
    }

    @AfterAll
    void close() throws Exception {
        opened.close();
    }

    /** Also starts the caller's JVM, which must not be ended while it starts. */
    @BeforeEach
    void connect() throws SQLException {
        caller = stage.postgres.connect(stage.database);
        execute(RUN);
    }

    @AfterEach
    void disconnect() throws SQLException {
        caller.close();
    }

    @Test
    void callersTransactionIsRolledBackAfterTheRound() throws SQLException {
        ledger.book(30);
        execute("BEGIN", RUN, "ROLLBACK");
        ledger.assertEqual();
        ledger.book(30);
        execute(RUN);
        ledger.assertEqual();
    }

    @Test
    void callersTransactionIsRolledBackAfterACopy() throws SQLException {
        execute("SELECT turso_resync()", "BEGIN", RUN, "ROLLBACK");
        ledger.book(30);
        execute("BEGIN", RUN, "ROLLBACK", RUN);
        ledger.assertEqual();
    }

    @Test
    void tableThatTheCallerHasChangedIsNotCopied() throws SQLException {
        execute("SELECT turso_resync('entry')", "BEGIN", "INSERT INTO entry VALUES ('twice?', 1)");
        assertThatThrownBy(() -> execute(RUN))
                .hasMessageContaining("table \"public.entry\" was changed by this transaction")
                .hasMessageContaining("Commit it");
        execute("ROLLBACK", "BEGIN", "INSERT INTO entry VALUES ('once', 1)", "COMMIT", RUN);
        ledger.assertEqual();
    }

    @Test
    void whatTheCallerChangesAfterTheCopyArrives() throws SQLException {
        execute("SELECT turso_resync()", "BEGIN");
        stage.proxy.beforeResponse(() -> ledger.bookElsewhere());
        execute(RUN);
        stage.proxy.beforeResponse(() -> {});
        execute("INSERT INTO entry VALUES ('after the copy', 1)", "UPDATE account SET balance = -1", "COMMIT", RUN);
        ledger.assertEqual();
    }

    @Test
    void callIsCancelledInTheMiddleOfATransactionInParts() throws SQLException {
        assertThat(interrupted("pg_cancel_backend")).isEqualTo("57014");
        execute(RUN);
        ledger.assertEqual();
    }

    @Test
    void backendIsEndedInTheMiddleOfATransactionInParts() throws SQLException {
        assertThat(interrupted("pg_terminate_backend")).isIn("57P01", "08006");
        caller = stage.postgres.connect(stage.database);
        execute(RUN);
        ledger.assertEqual();
    }

    @Test
    void callersSnapshotMustNotBeOlderThanTheCall() throws SQLException {
        execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThatThrownBy(() -> execute(RUN)).hasMessageContaining("needs isolation level READ COMMITTED");
        execute("ROLLBACK");
    }

    private String interrupted(String function) throws SQLException {
        execute("SET pgturso.batch_size = '1kB'");
        ledger.book(1000);
        AtomicInteger answers = new AtomicInteger();
        stage.proxy.beforeResponse(() -> {
            if (answers.incrementAndGet() == 6) {
                stage.sql("SELECT " + function + "(pid) FROM pg_stat_activity WHERE query = '" + RUN + "'"
                        + " AND datname = current_database()");
            }
        });
        try {
            execute(RUN);
            return "none";
        } catch (SQLException e) {
            assertThat(answers).hasValueGreaterThanOrEqualTo(6);
            return e.getSQLState();
        } finally {
            stage.proxy.beforeResponse(() -> {});
        }
    }

    private void execute(String... sql) throws SQLException {
        try (Statement statement = caller.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }
}
