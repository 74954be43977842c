package org.pgturso.change;

/** What the WAL holds of the row that an UPDATE or DELETE replaced; it depends on the replica identity. */
public sealed interface OldRow {
    /** Nothing: the key did not change (UPDATE only), or the table has no replica identity (DELETE). */
    record None() implements OldRow {}

    /** The columns of the replica identity's index. */
    record Key(Row row) implements OldRow {}

    /** Every column: REPLICA IDENTITY FULL. */
    record Full(Row row) implements OldRow {}

    OldRow NONE = new None();
}
