package org.pgturso.stress;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.Connection;
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
import org.pgturso.postgres.slot.SlotStream;
import org.pgturso.replication.Calls;
import org.pgturso.replication.Following;
import org.pgturso.replication.Targets;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.turso.Waiting;

/**
 * Does in the caller's thread what a host does, so that faults can be placed exactly: rounds, and following the stream.
 */
public final class Host implements AutoCloseable {
    private static final String APPLICATION = "stress host";

    private final PostgresServer server;
    private final String database;
    private final PostgresFaults faults = new PostgresFaults();
    private final Targets targets = new Targets(Waiting.BLOCKING);
    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Connection connection;

    Host(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
    }

    /** What befalls the connections of {@link #run} and {@link #follow}. */
    PostgresFaults faults() {
        return faults;
    }

    /** Sets something for the connections of {@link #run} and {@link #follow}. */
    public void set(String setting, String value) {
        settings.put(setting, value);
        Connection current = connection;
        if (current != null) {
            query(current, "SELECT set_config('" + setting + "', '" + value + "', false)");
            endTransaction(true);
        }
    }

    /** Runs all that is registered and not paused; returns the messages of what failed. */
    public List<String> run() {
        try {
            return run(Connection::commit);
        } finally {
            endTransaction(false);
        }
    }

    private List<String> run(Session.Commit commit) {
        List<String> failures = new ArrayList<>();
        String sql = "SELECT jsonb_build_object('target', target, 'replications', jsonb_agg(id), 'scheduled', false)"
                + " FROM turso.replication GROUP BY target";
        for (String args : query(connection(), sql)) {
            JsonObject answer = new Calls(session(commit), targets)
                    .answer("run", JsonParser.parseString(args).getAsJsonObject());
            JsonArray results = answer.has("results") ? answer.getAsJsonArray("results") : new JsonArray();
            addError(failures, answer);
            results.forEach(result -> addError(failures, result));
        }
        return failures;
    }

    /** Ends the connection of {@link #run} from outside and waits until it is gone. */
    void endBackends() {
        server.execute(
                database,
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity" + " WHERE application_name = '"
                        + APPLICATION + "' AND datname = current_database()");
    }

    /** Runs all as {@link #run} does in the host's own connection, as a backend would in a transaction that ends so. */
    List<String> runAndRollBack() {
        try {
            return run(Session.BORROWED);
        } finally {
            endTransaction(false);
        }
    }

    /** Follows the slot of a target for some steps, then lets go of it. */
    public void follow(int target, int steps) {
        Properties login = new Properties();
        if (settings.containsKey("lock_timeout")) {
            login.setProperty("options", "-c lock_timeout=" + settings.get("lock_timeout"));
        }
        Following.Opening opening =
                (slot, options, start) -> SlotStream.open(server.jdbcUrl(database), login, slot, options, start);
        try (Following following = Following.start(session(Connection::commit), targets, target, opening)) {
            for (int i = 0; i < steps; i++) {
                if (!following.step()) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            following.finish();
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

    private Session session(Session.Commit commit) {
        return new Session(faults.on(connection()), commit);
    }

    private Connection connection() {
        Connection current = connection;
        if (current == null) {
            current = server.connect(database, Map.of("ApplicationName", APPLICATION));
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

    /** Leaves the connection of {@link #run}; the next run makes another. */
    void disconnect() {
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
