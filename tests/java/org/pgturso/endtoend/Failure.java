package org.pgturso.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** An error as psql shows it. */
record Failure(
        @Nullable String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint) {
    /**
     * The error that a statement raises.
     *
     * @throws AssertionError when it raises none
     */
    static Failure of(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (PSQLException e) {
            return of(e);
        }
        throw new AssertionError("no error: " + sql);
    }

    private static Failure of(PSQLException e) {
        ServerErrorMessage server = e.getServerErrorMessage();
        if (server == null) {
            throw new AssertionError("the connection broke", e);
        }
        return new Failure(
                server.getSQLState(), String.valueOf(server.getMessage()), server.getDetail(), server.getHint());
    }
}
