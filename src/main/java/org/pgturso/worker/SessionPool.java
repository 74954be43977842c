package org.pgturso.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.pgturso.postgres.PostgresError;
import org.pgturso.postgres.Session;

/** Connections kept open between uses, as many as were ever in use at once. Safe for use by several threads. */
final class SessionPool implements AutoCloseable {
    private static final int VALID_WITHIN_SECONDS = 5;

    private final Database database;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Set<Connection> busy = ConcurrentHashMap.newKeySet();

    SessionPool(Database database) {
        this.database = database;
    }

    /** Runs work in a session of its own; commits what it left uncommitted, or rolls it back where it throws. */
    <T> T with(Function<Session, T> work) {
        try {
            Connection connection = borrow();
            try {
                T result = work.apply(new Session(connection, Connection::commit));
                connection.commit();
                return result;
            } finally {
                giveBack(connection);
            }
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    private Connection borrow() throws SQLException {
        Connection connection = idle.poll();
        while (connection != null && !connection.isValid(VALID_WITHIN_SECONDS)) {
            connection.close();
            connection = idle.poll();
        }
        if (connection == null) {
            connection = database.connect();
            connection.setAutoCommit(false);
        }
        busy.add(connection);
        return connection;
    }

    private void giveBack(Connection connection) throws SQLException {
        busy.remove(connection);
        try {
            connection.rollback();
            idle.push(connection);
        } catch (SQLException e) {
            connection.close();
        }
    }

    /** Closes all connections; those in use are torn from their users. */
    @Override
    public void close() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            abort(connection);
        }
        busy.forEach(SessionPool::abort);
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException("connection can't be closed", e);
        }
    }
}
