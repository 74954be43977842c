package org.pgturso.stress;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.pgturso.servers.PostgresServer;

/** One of the sessions that write at once: transactions with savepoints, some of which are rolled back. */
final class Writer implements AutoCloseable {
    private final Connection connection;
    private int savepoints;

    Writer(PostgresServer server, String database) {
        connection = server.connect(database);
        // The other session is driven by the same thread: what waits for it waits in vain.
        execute("SET lock_timeout = '5ms'");
        execute("SET statement_timeout = '20s'");
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a statement; where it fails, what it was part of is rolled back. Returns whether it succeeded. */
    boolean tries(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            if (!e.getSQLState().startsWith("23")
                    && !e.getSQLState().startsWith("55")
                    && !e.getSQLState().startsWith("22")) {
                throw new IllegalStateException(sql, e);
            }
            undo();
            return false;
        }
    }

    /** Sets a savepoint, or goes back to the last one or lets it go. */
    void savepoint(Random random) {
        if (savepoints == 0 || random.nextInt(3) == 0) {
            execute("SAVEPOINT s" + ++savepoints);
        } else if (random.nextBoolean()) {
            undo();
        } else {
            execute("RELEASE SAVEPOINT s" + savepoints--);
        }
    }

    void end(boolean commit) {
        savepoints = 0;
        try {
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void undo() {
        if (savepoints == 0) {
            end(false);
        } else {
            execute("ROLLBACK TO SAVEPOINT s" + savepoints);
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
