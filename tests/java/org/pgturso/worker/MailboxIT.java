package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;

/** Calls from backends to a worker that echoes them. */
class MailboxIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String SERVED = "mailbox";
    private static final String ALONE = "mailbox_alone";
    private static final Worker WORKER =
            new Worker(DatabaseUri.parse(SERVER.url(SERVED), Map.of()), stations -> new EchoDuties());
    private static final Thread THREAD = new Thread(WORKER::run);

    @BeforeAll
    static void startWorker() {
        for (String database : List.of(SERVED, ALONE)) {
            SERVER.createDatabase(database);
            SERVER.execute(database, "CREATE EXTENSION pgturso");
        }
        THREAD.start();
        awaitWorker();
    }

    @AfterAll
    static void stopWorker() throws InterruptedException {
        WORKER.stop();
        THREAD.join();
    }

    @Test
    void callWithoutAWorkerFailsAndSaysHowToStartOne() throws SQLException {
        try (Connection connection = SERVER.connect(ALONE)) {
            assertThatThrownBy(() -> call(connection, "echo", "{}"))
                    .hasMessageContaining("no pgturso worker is connected to database \"mailbox_alone\"")
                    .hasMessageContaining("java -jar pgturso.jar worker --database")
                    .extracting("SQLState")
                    .isEqualTo("55000");
        }
    }

    @Test
    void fiftyCallersAtOnceAllGetTheirOwnAnswers() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(50);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String args = "{\"n\":" + i + ",\"filling\":\"" + "x".repeat(7 * i) + "\"}";
            answers.add(callers.submit(() -> {
                try (Connection connection = SERVER.connect(SERVED)) {
                    return call(connection, "echo", args);
                }
            }));
        }
        callers.shutdown();
        for (int i = 0; i < 50; i++) {
            String answer = answers.get(i).get();
            assertThat(JsonParser.parseString(answer).getAsJsonObject().get("n").getAsInt())
                    .isEqualTo(i);
        }
    }

    @Test
    void longRequestsArriveWholeWhateverTheirLength() throws SQLException {
        try (Connection connection = SERVER.connect(SERVED)) {
            for (int length : new int[] {0, 1, 97, 98, 99, 1_000, 100_000}) {
                String text = "é€😀".repeat(length / 3) + "y".repeat(length % 3);
                String answer = call(connection, "echo", "{\"sql\":\"" + text + "\"}");
                assertThat(JsonParser.parseString(answer)
                                .getAsJsonObject()
                                .get("sql")
                                .getAsString())
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void callGivesTheCallersTransactionNoIdAndLeavesNoLockInIt() throws SQLException {
        try (Connection connection = SERVER.connect(SERVED)) {
            connection.setAutoCommit(false);
            call(connection, "echo", "{}");
            assertThat(value(connection, "SELECT pg_current_xact_id_if_assigned()::text"))
                    .isNull();
            assertThat(value(
                            connection,
                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"))
                    .isEqualTo("0");
        }
    }

    @Test
    void callNeedsReadCommitted() throws SQLException {
        try (Connection connection = SERVER.connect(SERVED)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThatThrownBy(() -> call(connection, "echo", "{}"))
                    .hasMessageContaining("needs isolation level READ COMMITTED")
                    .hasMessageContaining("This transaction is REPEATABLE READ")
                    .hasMessageContaining("Hint: Call outside a transaction block")
                    .extracting("SQLState")
                    .isEqualTo("25001");
        }
    }

    @Test
    void errorsComeBackWithSqlstateDetailAndHint() throws SQLException {
        try (Connection connection = SERVER.connect(SERVED)) {
            assertThatThrownBy(() -> value(connection, "SELECT turso.call('fail', '{}')"))
                    .hasMessageContaining("ERROR: target is full")
                    .hasMessageContaining("Detail: There are 3 rows too many.")
                    .hasMessageContaining("Hint: Buy more.")
                    .extracting("SQLState")
                    .isEqualTo("53100");
        }
    }

    @Test
    void statementTimeoutEndsACallAndTheNextIsAnswered() throws SQLException {
        try (Connection connection = SERVER.connect(SERVED)) {
            value(connection, "SELECT set_config('statement_timeout', '300ms', false)");
            assertThatThrownBy(() -> call(connection, "hang", "{}"))
                    .extracting("SQLState")
                    .isEqualTo("57014");
            value(connection, "SELECT set_config('statement_timeout', '0', false)");
            assertThat(call(connection, "echo", "{\"n\": 1}")).isEqualTo("{\"n\":1}");
        }
    }

    @Test
    void callerLearnsThatTheWorkerWentAwayAndItComesBackByItself() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<?> failure = caller.submit(() -> {
            try (Connection connection = SERVER.connect(SERVED)) {
                assertThatThrownBy(() -> call(connection, "hang", "{}"))
                        .hasMessageContaining("pgturso worker went away before it answered")
                        .extracting("SQLState")
                        .isEqualTo("08006");
            }
            return true;
        });
        caller.shutdown();
        try (Connection connection = SERVER.connect(SERVED)) {
            Await.until(
                    "call is with the worker",
                    Duration.ofSeconds(10),
                    () -> value(
                                    connection,
                                    "SELECT wait_event FROM pg_stat_activity WHERE query LIKE '%mailbox_call(%'"
                                            + " AND pid <> pg_backend_pid() AND state = 'active'")
                            != null);
            value(connection, "SELECT pg_terminate_backend(turso.worker_pid())");
        }
        failure.get();
        awaitWorker();
    }

    @Test
    void pageThatACancelledCallerLeftDoesNotDisturbTheNext() throws Exception {
        try (Connection idle = SERVER.connect(ALONE);
                Connection caller = SERVER.connect(ALONE)) {
            value(idle, "SELECT pg_advisory_lock(1885828213, 1)::text");
            value(idle, "SELECT request FROM turso.mailbox_receive()"); // whatever another test has left
            for (int n = 1; n <= 2; n++) {
                cancelOnceAPageIsThere(caller, "{\"n\": " + n + "}", idle);
            }
            assertThat(value(idle, "SELECT request FROM turso.mailbox_receive()"))
                    .contains("{\"n\": 1}");
            assertThat(value(idle, "SELECT request FROM turso.mailbox_receive()"))
                    .isNull();
        }
    }

    /** The second caller waits for the first one's page to be taken. */
    private static void cancelOnceAPageIsThere(Connection caller, String args, Connection other) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> cancelled = thread.submit(() -> assertThatThrownBy(() -> call(caller, "echo", args))
                .extracting("SQLState")
                .isEqualTo("57014"));
        thread.shutdown();
        Await.until(
                "caller waits beside its page",
                Duration.ofSeconds(30),
                () -> value(
                                other,
                                "SELECT pg_cancel_backend(a.pid) FROM pg_stat_activity a, turso.mailbox_page p,"
                                        + " turso.mailbox_taken t WHERE p.last_value <> t.last_value"
                                        + " AND a.query LIKE '%mailbox_call(%' AND a.pid <> pg_backend_pid()"
                                        + " AND a.state = 'active' AND a.datname = current_database()")
                        != null);
        cancelled.get();
    }

    @Test
    void requestWhoseBeginningAnotherWorkerTookIsDropped() throws Exception {
        try (Connection worker = SERVER.connect(ALONE);
                Connection caller = SERVER.connect(ALONE)) {
            value(worker, "SELECT pg_advisory_lock(1885828213, 1)::text");
            value(caller, "SELECT set_config('statement_timeout', '5s', false)");
            ExecutorService calling = Executors.newSingleThreadExecutor();
            Future<?> call = calling.submit(() -> call(caller, "echo", "{\"long\":\"" + "x".repeat(250) + "\"}"));
            calling.shutdown();
            Await.until(
                    "first page is there",
                    Duration.ofSeconds(5),
                    () -> value(
                                    worker,
                                    "SELECT p.last_value FROM turso.mailbox_page p, turso.mailbox_taken t"
                                            + " WHERE p.last_value > t.last_value")
                            != null);
            value(worker, "SELECT setval('turso.mailbox_taken', last_value) FROM turso.mailbox_page");
            assertThat(value(worker, "SELECT request FROM turso.mailbox_receive()"))
                    .isNull();
            value(worker, "SELECT pg_advisory_unlock(1885828213, 1)");
            assertThatThrownBy(call::get).hasMessageContaining("went away");
        }
    }

    @Test
    void roleNeedsNoMorePrivilegesThanTheDocumentedOnes() throws SQLException {
        SERVER.execute(
                SERVED,
                "DROP ROLE IF EXISTS mailbox_caller",
                "CREATE ROLE mailbox_caller",
                "GRANT USAGE ON SCHEMA turso TO mailbox_caller",
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA turso TO mailbox_caller");
        try (Connection connection = SERVER.connect(SERVED)) {
            value(connection, "SELECT set_config('role', 'mailbox_caller', false)");
            assertThatThrownBy(() -> call(connection, "echo", "{}"))
                    .extracting("SQLState")
                    .isEqualTo("42501");
            SERVER.execute(
                    SERVED,
                    "GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA turso TO mailbox_caller",
                    "GRANT SELECT ON turso.reply TO mailbox_caller");
            assertThat(call(connection, "echo", "{\"n\": 1}")).isEqualTo("{\"n\":1}");
        } finally {
            SERVER.execute(SERVED, "DROP OWNED BY mailbox_caller", "DROP ROLE mailbox_caller");
        }
    }

    private static void awaitWorker() {
        try (Connection connection = SERVER.connect(SERVED)) {
            Await.until(
                    "worker is in charge",
                    Duration.ofSeconds(20),
                    () -> value(connection, "SELECT turso.worker_pid()") != null);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String call(Connection connection, String op, String args) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT turso.mailbox_call(?, ?)")) {
            statement.setString(1, op);
            statement.setString(2, args);
            try (ResultSet answer = statement.executeQuery()) {
                assertThat(answer.next()).isTrue();
                return answer.getString(1);
            }
        }
    }

    private static @Nullable String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
