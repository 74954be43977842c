package org.pgturso.replication;

import java.util.Optional;
import org.pgturso.apply.Counts;
import org.pgturso.apply.TargetTable;
import org.pgturso.change.Change;
import org.pgturso.postgres.TransactionSnapshot;

/** One table that takes changes, and what was shipped for it so far. */
final class TableFeed {
    private final int replication;
    private final TargetTable table;
    private final boolean insertsOnly;
    private final Optional<TransactionSnapshot> copied;
    private Counts counts = Counts.ZERO;

    TableFeed(Replication replication) {
        this(replication.id(), replication.table(), replication.insertsOnly(), replication.snapshot());
    }

    /**
     * Feeds a table.
     *
     * @param replication its id in the registry; 0 where it is not registered
     * @param insertsOnly whether its updates and deletes are not followed
     * @param copied what its first copy holds already, as long as that matters
     */
    TableFeed(int replication, TargetTable table, boolean insertsOnly, Optional<TransactionSnapshot> copied) {
        this.replication = replication;
        this.table = table;
        this.insertsOnly = insertsOnly;
        this.copied = copied;
    }

    int replication() {
        return replication;
    }

    TargetTable table() {
        return table;
    }

    /** Whether a change is for the target: the first copy does not hold its transaction already, and it is followed. */
    boolean takes(Change change, long xid) {
        if (copied.isPresent() && copied.get().sees(xid)) {
            return false;
        }
        return !insertsOnly || change instanceof Change.Insert || change instanceof Change.Truncate;
    }

    void count(Counts more) {
        counts = counts.plus(more);
    }

    Counts counts() {
        return counts;
    }

    /** What was shipped since this was last asked. */
    Counts takeCounts() {
        Counts taken = counts;
        counts = Counts.ZERO;
        return taken;
    }
}
