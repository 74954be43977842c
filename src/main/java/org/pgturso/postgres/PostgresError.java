package org.pgturso.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What Postgres reported, in pgturso's terms. */
public final class PostgresError {
    private PostgresError() {}

    /** An error of kind {@link ErrorKind#POSTGRES} with Postgres' own SQLSTATE, message, detail and hint. */
    public static PgTursoException of(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException reported ? reported.getServerErrorMessage() : null;
        if (server == null) {
            return new PgTursoException(ErrorKind.POSTGRES, orUnknown(e.getMessage()), e).sqlState(e.getSQLState());
        }
        return new PgTursoException(ErrorKind.POSTGRES, orUnknown(server.getMessage()), e)
                .sqlState(server.getSQLState())
                .detail(server.getDetail())
                .hint(server.getHint());
    }

    private static String orUnknown(@Nullable String message) {
        return message == null ? "database error" : message;
    }
}
