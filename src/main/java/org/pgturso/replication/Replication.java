package org.pgturso.replication;

import com.google.gson.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.OnUnreplicable;
import org.pgturso.apply.TargetTable;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.TransactionSnapshot;
import org.pgturso.type.TypeOptions;

/**
 * One relation kept in one table of a target: a row of {@code turso.replication}.
 *
 * @param snapshot of the first copy, until the slot is past {@code snapshotLsn}
 * @param syncNumber of a view: number of its last sync
 */
record Replication(
        int id,
        Relation relation,
        String targetTable,
        JsonObject options,
        State state,
        boolean paused,
        Optional<TransactionSnapshot> snapshot,
        @Nullable Lsn snapshotLsn,
        long syncNumber) {

    enum State {
        PENDING,
        COPIED,
        BROKEN
    }

    /** The relation's table as the target has it. */
    TargetTable table() {
        return table(relation, targetTable, options);
    }

    static TargetTable table(Relation relation, String name, JsonObject options) {
        TypeOptions types = new TypeOptions(is(options, "numeric", "real"), is(options, "vector", "blob"));
        boolean indexes = !options.has("indexes") || options.get("indexes").getAsBoolean();
        return TargetTable.of(relation, name, types, indexes)
                .on(is(options, "on_unreplicable", "skip") ? OnUnreplicable.SKIP : OnUnreplicable.ERROR);
    }

    private static boolean is(JsonObject options, String name, String value) {
        return options.has(name) && options.get(name).getAsString().equals(value);
    }

    /** Whether the table's updates and deletes are not followed. */
    boolean insertsOnly() {
        return options.has("insert_only") && options.get("insert_only").getAsBoolean();
    }

    /** Whether the table takes changes from the slot. */
    boolean isFed() {
        return isTable() && !paused && state == State.COPIED;
    }

    boolean isTable() {
        return relation.kind() == Relation.Kind.TABLE;
    }
}
