package org.pgturso.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * Plain SQL over a connection that is either the backend's own ({@code jdbc:default:connection}) or pgjdbc's with
 * autocommit off. One thread at a time.
 *
 * <p>Both drivers give the same answers as long as the SQL keeps to what they have in common:
 *
 * <ul>
 *   <li>arguments are strings, longs, ints, booleans, byte arrays or null; a null is a text, so cast it
 *       ({@code ?::bigint}) where something else is wanted;
 *   <li>{@code getString} reads text, name, json, jsonb, pg_lsn, uuid, xid, reg* types, integers and numerics;
 *       {@code getLong} and {@code getInt} read integers, oids and xids, {@code getBoolean} booleans, {@code getBytes}
 *       bytea. Cast anything else to text: "char", oid, boolean, floating point, times, arrays, composites;
 *   <li>no comments, dollar quotes or backslashes in the SQL, and no question mark that is not an argument.
 * </ul>
 *
 * <p>Every {@link SQLException} comes out as a {@link PgTursoException} of kind {@link ErrorKind#POSTGRES}, or
 * {@link ErrorKind#CANCELLED}, with Postgres' own SQLSTATE; the transaction is then {@linkplain #failure aborted} unless
 * the call ran {@linkplain #isolated isolated}.
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

    /** The transaction is the caller's: nothing is committed. */
    public static final Commit BORROWED = connection -> {};

    private final Connection connection;
    private final Commit commit;
    private @Nullable SQLException failure;

    /**
     * Takes a connection, which stays the caller's to close.
     *
     * @param commit {@code Connection::commit} where the connection is ours, {@link #BORROWED} in a backend
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

    /** Hands over rows as they arrive, {@code fetchSize} at a time; 0 leaves it to the driver. */
    public void stream(String sql, int fetchSize, RowConsumer consumer, @Nullable Object... args) {
        try (PreparedStatement statement = prepare(sql, args)) {
            if (fetchSize > 0) {
                statement.setFetchSize(fetchSize);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(rows);
                }
            }
        } catch (SQLException e) {
            throw postgresError(e);
        }
    }

    /** Calls a function whose result does not matter. */
    public void call(String sql, @Nullable Object... args) {
        stream(sql, 0, row -> {}, args);
    }

    /** Runs a statement without a result; returns the number of rows it touched. */
    public int update(String sql, @Nullable Object... args) {
        try (PreparedStatement statement = prepare(sql, args)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw postgresError(e);
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
                connection.releaseSavepoint(savepoint);
                failure = null;
                throw e;
            }
            connection.releaseSavepoint(savepoint);
            return result;
        } catch (SQLException e) {
            throw postgresError(e);
        }
    }

    /** Whether {@link #commit} makes anything durable: the transaction is ours. */
    public boolean commits() {
        return commit != BORROWED;
    }

    /** Makes what was written so far durable where the transaction is ours; see the constructor. */
    public void commit() {
        try {
            commit.commit(connection);
            failure = null;
        } catch (SQLException e) {
            throw postgresError(e);
        }
    }

    /**
     * What aborted the transaction, if anything did. In a backend, Postgres demands that this very exception leaves the
     * function, and then shows the original error with its DETAIL and HINT.
     */
    public Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }

    private PreparedStatement prepare(String sql, @Nullable Object... args) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) {
            bind(statement, i + 1, args[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object arg) throws SQLException {
        if (arg == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setObject(index, arg);
        }
    }

    private PgTursoException postgresError(SQLException e) {
        if (failure == null) {
            failure = e;
        }
        return PostgresError.of(e);
    }
}
