package org.pgturso.postgres;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What Postgres reported, in pgturso's terms. */
public final class PostgresError {
    /** query_canceled, which a statement timeout is too, and admin_shutdown. */
    private static final Set<String> CANCELLED = Set.of("57014", "57P01");

    private PostgresError() {}

    /** An error of kind {@link ErrorKind#POSTGRES} or {@link ErrorKind#CANCELLED} with Postgres' own SQLSTATE, message, detail and hint. */
    public static PgTursoException of(SQLException e) {
        String sqlState = e.getSQLState();
        ErrorKind kind = sqlState != null && CANCELLED.contains(sqlState) ? ErrorKind.CANCELLED : ErrorKind.POSTGRES;
        ServerErrorMessage server = e instanceof PSQLException reported ? reported.getServerErrorMessage() : null;
        if (server == null) {
            return new PgTursoException(kind, orUnknown(e.getMessage()), e).sqlState(sqlState);
        }
        return new PgTursoException(kind, orUnknown(server.getMessage()), e)
                .sqlState(sqlState)
                .detail(server.getDetail())
                .hint(server.getHint());
    }

    private static String orUnknown(@Nullable String message) {
        return message == null ? "database error" : message;
    }
}
