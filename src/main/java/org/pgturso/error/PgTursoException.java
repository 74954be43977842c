package org.pgturso.error;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of pgturso, worded as Postgres words errors: the message in lower case without a full stop, detail
 * and hint as sentences. They name relations, columns, types, counts and LSNs, never values or tokens.
 *
 * <p>{@code throw new PgTursoException(WRONG_STATE, "slot is gone").detail("…").hint("…")}
 */
public final class PgTursoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private @Nullable String sqlState;
    private @Nullable String detail;
    private @Nullable String hint;
    private OptionalInt statement = OptionalInt.empty();

    public PgTursoException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public PgTursoException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Sets the DETAIL sentence and returns this exception. */
    public PgTursoException detail(@Nullable String detail) {
        this.detail = detail;
        return this;
    }

    /** Sets the HINT sentence and returns this exception. */
    public PgTursoException hint(@Nullable String hint) {
        this.hint = hint;
        return this;
    }

    /** Sets a SQLSTATE more exact than the kind's, such as the one Postgres reported, and returns this exception. */
    public PgTursoException sqlState(@Nullable String sqlState) {
        this.sqlState = sqlState;
        return this;
    }

    /** Sets which statement of a transaction the target rejected, counted from the first of its data, and returns this. */
    public PgTursoException statement(int index) {
        this.statement = OptionalInt.of(index);
        return this;
    }

    /** The statement that the target rejected, where it is known and not BEGIN or COMMIT. */
    public OptionalInt statement() {
        return statement;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** Five characters; the kind's unless a more exact one was set. */
    public String sqlState() {
        String exact = sqlState;
        return exact == null ? kind.sqlState() : exact;
    }

    public @Nullable String detail() {
        return detail;
    }

    public @Nullable String hint() {
        return hint;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? kind.name() : message;
    }
}
