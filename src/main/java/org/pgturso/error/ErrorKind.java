package org.pgturso.error;

/**
 * Why something failed. SQLSTATEs follow
 * <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>.
 */
public enum ErrorKind {
    /** An argument, option or setting has a value that can't be used. */
    INVALID_ARGUMENT("22023", Retry.NO),
    /** A named thing (relation, slot, function, target) does not exist. */
    UNDEFINED_OBJECT("42704", Retry.NO),
    /** A name is taken, in Postgres or in the target. */
    DUPLICATE_OBJECT("42710", Retry.NO),
    /** The relation or value can't be replicated by its nature. */
    NOT_SUPPORTED("0A000", Retry.NO),
    /** Postgres or the target is not in the state that the call needs; its hint says how to get there. */
    WRONG_STATE("55000", Retry.NO),
    /** Somebody else uses the slot, the target or the relation right now. */
    IN_USE("55006", Retry.YES),
    /** Postgres refuses: privilege. */
    INSUFFICIENT_PRIVILEGE("42501", Retry.NO),
    /** The target refuses the token (HTTP 401, 403). */
    TOKEN_REFUSED("28000", Retry.NO),
    /** The target can't be reached or is overloaded. */
    TARGET_UNAVAILABLE("08006", Retry.YES),
    /** The target accepts no writes for now: BLOCKED, SQLITE_FULL. */
    TARGET_BLOCKED("53100", Retry.LATER),
    /** The target rejects a statement: syntax, constraint, size. */
    TARGET_REJECTED("38000", Retry.NO),
    /** Watermark, slot and registry contradict each other: something was lost, restored or written by another. */
    OUT_OF_STEP("55000", Retry.NO),
    /** Bytes from an output plugin or from a target that their protocol does not allow. */
    PROTOCOL_VIOLATION("08P01", Retry.NO),
    /** Postgres reported an error of its own. */
    POSTGRES("XX000", Retry.NO),
    /** The caller cancelled, or a timeout of Postgres ended the call. */
    CANCELLED("57014", Retry.NO),
    /** A bug of pgturso. */
    INTERNAL("XX000", Retry.NO);

    /** Whether trying the same again can help. */
    public enum Retry {
        NO,
        /** At once, with backoff. */
        YES,
        /** Only at the next scheduled round. */
        LATER
    }

    private final String sqlState;
    private final Retry retry;

    ErrorKind(String sqlState, Retry retry) {
        this.sqlState = sqlState;
        this.retry = retry;
    }

    public String sqlState() {
        return sqlState;
    }

    public Retry retry() {
        return retry;
    }
}
