package org.pgturso.stress;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.pgturso.postgres.Session;
import org.pgturso.replication.Calls;
import org.pgturso.replication.Targets;
import org.pgturso.servers.PostgresServer;
import org.pgturso.turso.Waiting;

/** Answers the calls made in SQL, by a thread of its own, as a worker does. */
final class Mailbox implements AutoCloseable {
    private final PostgresServer server;
    private final String database;
    private volatile boolean closed;

    /** Begins to answer. */
    Mailbox(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
        Connection own = server.connect(database);
        try (PreparedStatement lock = own.prepareStatement("SELECT pg_advisory_lock(x'70677475'::int, 1)")) {
            lock.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Thread thread = new Thread(() -> serve(own), "stress mailbox");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void serve(Connection own) {
        try (own;
                Targets targets = new Targets(Waiting.BLOCKING);
                PreparedStatement receive = own.prepareStatement("SELECT * FROM turso.mailbox_receive()")) {
            while (!closed) {
                try (ResultSet request = receive.executeQuery()) {
                    if (request.next() && request.getString(2) != null) {
                        reply(own, targets, request.getLong(1), request.getString(2));
                    }
                }
                LockSupport.parkNanos(2_000_000);
            }
        } catch (SQLException e) {
            // the server or the database is gone, and so is the one who asks
        }
    }

    private void reply(Connection own, Targets targets, long call, String text) throws SQLException {
        JsonObject request = JsonParser.parseString(text).getAsJsonObject();
        JsonObject answer;
        try (Connection working = server.connect(database)) {
            working.setAutoCommit(false);
            Calls calls = new Calls(new Session(working, Connection::commit), targets);
            answer = calls.answer(request.get("op").getAsString(), request.getAsJsonObject("args"));
            working.rollback();
        }
        try (PreparedStatement insert = own.prepareStatement("INSERT INTO turso.reply (call, answer) VALUES (?, ?)")) {
            insert.setLong(1, call);
            insert.setString(2, answer.toString());
            insert.execute();
        }
    }
}
