package org.pgturso.apply;

import org.jspecify.annotations.Nullable;
import org.pgturso.error.PgTursoException;

/** The target can't hold a row; {@link Rejections} knows what to do about it. */
final class UnreplicableRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String column;
    private final long bytes;
    private final PgTursoException reason;

    /**
     * Tells of one row.
     *
     * @param column whose value is to blame; null where it is all of them together
     * @param reason the error to raise where the row is not to be skipped
     */
    UnreplicableRow(@Nullable String column, long bytes, PgTursoException reason) {
        super(reason.getMessage(), reason, false, false);
        this.column = column;
        this.bytes = bytes;
        this.reason = reason;
    }

    @Nullable
    String column() {
        return column;
    }

    long bytes() {
        return bytes;
    }

    PgTursoException reason() {
        return reason;
    }
}
