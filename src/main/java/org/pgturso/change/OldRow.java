package org.pgturso.change;

/** What the WAL holds of the row that an UPDATE or DELETE replaced; it depends on the replica identity. */
public sealed interface OldRow {
    /**
     * Nothing. For an UPDATE: the identity did not change, the new row tells which row it was. For a DELETE: the table
     * has no replica identity.
     */
    record None() implements OldRow {}

    /**
     * The identity's columns without those that were NULL: a key's columns, which never are, or every other column
     * under REPLICA IDENTITY FULL, where a column of the table that is missing here was NULL. (test_decoding leaves out
     * NULLs and no plugin but pgoutput tells a key from a full row; the table's shape does.)
     *
     * <p>For an UPDATE it differs from the new row as it was sent, or it is the whole row, of which nothing changed. It
     * does not always differ in the key: its value may have been an unchanged TOAST value.
     */
    record Identity(Row row) implements OldRow {}

    OldRow NONE = new None();
}
