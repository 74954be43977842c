package org.pgturso.apply;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.Lsn;

/**
 * A row that the target goes without, because it can't hold it.
 *
 * @param column whose value can't be held; null where it is the row as a whole
 * @param bytes how long the value or the row is: in Turso, or as Postgres' text where that can't be read
 * @param key Postgres' texts of the key's columns; empty where the table has no key or it is long
 * @param reason as an error's message, without values
 * @param lsn of changes: how far the target is with them; otherwise null
 */
public record Rejection(
        What what,
        @Nullable String column,
        long bytes,
        Map<String, String> key,
        String reason,
        @Nullable Lsn lsn) {

    /** What brought the row. Of several changes to one key only their outcome is looked at. */
    public enum What {
        COPY,
        CHANGE,
        SYNC
    }

    public Rejection {
        key = Map.copyOf(key);
    }
}
