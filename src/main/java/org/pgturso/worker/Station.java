package org.pgturso.worker;

import java.sql.Connection;
import java.sql.SQLException;
import org.pgturso.postgres.PostgresError;
import org.pgturso.postgres.Session;
import org.pgturso.replication.Calls;
import org.pgturso.replication.Targets;
import org.pgturso.turso.Waiting;

/** A place to work at: a connection to the database, and those to its targets. One thread at a time. */
final class Station implements AutoCloseable {
    private static final int VALID_WITHIN_SECONDS = 5;

    private final Connection connection;
    private final Targets targets = new Targets(Waiting.BLOCKING);
    private Session session;

    Station(Database database) throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
        session = new Session(connection, Connection::commit);
    }

    /** In a transaction that is ours to commit. */
    Session session() {
        return session;
    }

    Targets targets() {
        return targets;
    }

    Calls calls() {
        return new Calls(session, targets);
    }

    /** Makes ready for other work; returns whether that is possible. */
    boolean clear() {
        try {
            connection.rollback();
            session = new Session(connection, Connection::commit);
            return connection.isValid(VALID_WITHIN_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Closes all connections, also while another thread uses them. */
    @Override
    public void close() {
        targets.close();
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }
}
