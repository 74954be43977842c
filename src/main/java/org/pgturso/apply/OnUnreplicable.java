package org.pgturso.apply;

/** What becomes of a row that the target can't hold: too long, or with a value that its type could not have. */
public enum OnUnreplicable {
    /** It is the table's fault: nothing more is written to the table. */
    ERROR,
    /** The target goes without the row, and a {@link Rejection} tells of it. */
    SKIP
}
