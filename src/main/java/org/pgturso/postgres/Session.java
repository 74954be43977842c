package org.pgturso.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * Plain SQL over a connection that is either the backend's own ({@code jdbc:default:connection}) or pgjdbc's with
 * autocommit off. Arguments are strings, longs, ints, booleans, byte arrays or null; anything else is cast in the SQL.
 *
 * <p>One thread at a time. Every {@link SQLException} comes out as a {@link PgTursoException} of kind
 * {@link ErrorKind#POSTGRES} with Postgres' own SQLSTATE; the transaction is then aborted unless the call ran
 * {@linkplain #isolated isolated}.
 */
public final class Session {
    /** Reads the current row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes the rows of a result, one after the other. */
    @FunctionalInterface
    public interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    /** What a commit means to the host. */
    @FunctionalInterface
    public interface Commit {
        void commit(Connection connection) throws SQLException;
    }

    private final Connection connection;
    private final Commit commit;

    /**
     * Takes a connection, which stays the caller's to close.
     *
     * @param commit {@code Connection::commit} where the connection is ours; nothing in a backend, where the
     *     transaction is the caller's
     */
    public Session(Connection connection, Commit commit) {
        this.connection = connection;
        this.commit = commit;
    }

    public Connection connection() {
        return connection;
    }

    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... args) {
        List<T> rows = new ArrayList<>();
        stream(sql, 0, row -> rows.add(reader.read(row)), args);
        return rows;
    }

    /** The first row, or empty where there is none. */
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... args) {
        return query(sql, reader, args).stream().findFirst();
    }

    /** The first column of the first row as text. */
    public String text(String sql, @Nullable Object... args) {
        return first(sql, row -> row.getString(1), args)
                .orElseThrow(() -> new PgTursoException(ErrorKind.INTERNAL, "query returned no row"));
    }

    /** Hands over rows as they arrive, {@code fetchSize} at a time; 0 fetches all at once. */
    public void stream(String sql, int fetchSize, RowConsumer consumer, @Nullable Object... args) {
        try (PreparedStatement statement = prepare(sql, args)) {
            statement.setFetchSize(fetchSize);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(rows);
                }
            }
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    /** Runs a statement without a result; returns the number of rows it touched. */
    public int update(String sql, @Nullable Object... args) {
        try (PreparedStatement statement = prepare(sql, args)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    /** Runs work whose failure undoes only what it did itself. */
    public <T> T isolated(Supplier<T> work) {
        try {
            Savepoint savepoint = connection.setSavepoint();
            T result;
            try {
                result = work.get();
            } catch (RuntimeException e) {
                connection.rollback(savepoint);
                throw e;
            }
            connection.releaseSavepoint(savepoint);
            return result;
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    /** Makes what was written so far durable where the transaction is ours; see the constructor. */
    public void commit() {
        try {
            commit.commit(connection);
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... args) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) {
            statement.setObject(i + 1, args[i]);
        }
        return statement;
    }
}
