package org.pgturso.stress;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.Session;
import org.pgturso.replication.Calls;
import org.pgturso.replication.Tail;
import org.pgturso.replication.Targets;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.turso.Waiting;

/**
 * A host in this JVM, so that faults can be placed exactly. Calls made in SQL are answered by a thread of its own;
 * {@link #run} and {@link #tail} do in the caller's thread what a worker does by itself.
 */
final class Host implements AutoCloseable {
    private static final int LEADER_CLASS = 0x70677475;

    private final PostgresServer server;
    private final String database;
    private final PostgresFaults faults = new PostgresFaults();
    private final Targets targets = new Targets(Waiting.BLOCKING);
    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Connection connection;
    private volatile boolean closed;

    Host(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
        Connection mailbox = server.connect(database);
        query(mailbox, "SELECT pg_advisory_lock(" + LEADER_CLASS + ", 1)");
        Thread thread = new Thread(() -> serve(mailbox), "stress mailbox");
        thread.setDaemon(true);
        thread.start();
    }

    /** What befalls the connections of {@link #run} and {@link #tail}. */
    PostgresFaults faults() {
        return faults;
    }

    /** Sets something for the connections of {@link #run} and {@link #tail}. */
    void set(String setting, String value) {
        settings.put(setting, value);
        Connection current = connection;
        if (current != null) {
            query(current, "SELECT set_config('" + setting + "', '" + value + "', false)");
            endTransaction(true);
        }
    }

    /** Runs all that is registered and not paused; returns the messages of what failed. */
    List<String> run() {
        List<String> failures = new ArrayList<>();
        String sql = "SELECT jsonb_build_object('target', target, 'replications', jsonb_agg(id), 'scheduled', false)"
                + " FROM turso.replication GROUP BY target";
        for (String args : query(connection(), sql)) {
            JsonObject answer = call("run", JsonParser.parseString(args).getAsJsonObject());
            JsonArray results = answer.has("results") ? answer.getAsJsonArray("results") : new JsonArray();
            addError(failures, answer);
            results.forEach(result -> addError(failures, result));
        }
        return failures;
    }

    /** Does one operation; the answer is that of {@link Calls}. */
    JsonObject call(String op, JsonObject args) {
        JsonObject answer = new Calls(session(), targets).answer(op, args);
        endTransaction(false);
        return answer;
    }

    /** Follows the slot of a target for some steps, then lets go of it. */
    void tail(int target, int steps) {
        Properties login = new Properties();
        login.setProperty(
                "options",
                settings.containsKey("lock_timeout") ? "-c lock_timeout=" + settings.get("lock_timeout") : "");
        try (Tail tail = Tail.open(session(), targets, target, server.jdbcUrl(database), login)) {
            for (int i = 0; i < steps; i++) {
                if (tail.step() == 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            tail.note();
        } finally {
            endTransaction(false);
        }
        // In the middle of a transaction the server takes its time to notice that nobody reads on.
        Await.until("slots are let go", Duration.ofSeconds(30), () -> query(
                        connection(), "SELECT slot_name FROM pg_replication_slots WHERE active")
                .isEmpty());
        endTransaction(false);
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
        targets.close();
    }

    private static void addError(List<String> failures, JsonElement element) {
        JsonElement error = element.getAsJsonObject().get("error");
        if (error != null) {
            String message = error.getAsJsonObject().get("message").getAsString();
            JsonElement detail = error.getAsJsonObject().get("detail");
            failures.add(detail == null ? message : message + " (" + detail.getAsString() + ")");
        }
    }

    private Session session() {
        return new Session(faults.on(connection()), Connection::commit);
    }

    private Connection connection() {
        Connection current = connection;
        if (current == null) {
            current = server.connect(database);
            connection = current;
            settings.forEach(this::set);
            try {
                current.setAutoCommit(false);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return current;
    }

    private void endTransaction(boolean commit) {
        try {
            Connection current = connection;
            if (current != null && !current.getAutoCommit()) {
                current.createStatement().execute(commit ? "COMMIT" : "ROLLBACK");
            }
        } catch (SQLException e) {
            disconnect();
        }
    }

    private void disconnect() {
        Connection old = connection;
        connection = null;
        try {
            if (old != null) {
                old.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(Connection mailbox) {
        try (mailbox;
                Targets own = new Targets(Waiting.BLOCKING);
                PreparedStatement receive = mailbox.prepareStatement("SELECT * FROM turso.mailbox_receive()")) {
            while (!closed) {
                try (ResultSet request = receive.executeQuery()) {
                    if (request.next() && request.getString(2) != null) {
                        reply(mailbox, own, request.getLong(1), request.getString(2));
                    }
                }
                LockSupport.parkNanos(2_000_000);
            }
        } catch (SQLException e) {
            // the server or the database is gone, and so is the one who asks
        }
    }

    private void reply(Connection mailbox, Targets own, long call, String text) throws SQLException {
        JsonObject request = JsonParser.parseString(text).getAsJsonObject();
        JsonObject answer;
        try (Connection working = server.connect(database)) {
            working.setAutoCommit(false);
            Calls calls = new Calls(new Session(working, Connection::commit), own);
            answer = calls.answer(request.get("op").getAsString(), request.getAsJsonObject("args"));
            working.rollback();
        }
        try (PreparedStatement insert =
                mailbox.prepareStatement("INSERT INTO turso.reply (call, answer) VALUES (?, ?)")) {
            insert.setLong(1, call);
            insert.setString(2, answer.toString());
            insert.execute();
        }
    }

    private static List<String> query(Connection connection, String sql) {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
