package org.pgturso.replication;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgturso.apply.Counts;
import org.pgturso.apply.Rejection;
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
    private List<Rejection> rejections = List.of();

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

    void reject(List<Rejection> more) {
        if (!more.isEmpty()) {
            rejections = Stream.concat(rejections.stream(), more.stream()).toList();
        }
    }

    /** The rows that the target goes without, since this was last asked. */
    List<Rejection> takeRejections() {
        List<Rejection> taken = rejections;
        rejections = List.of();
        return taken;
    }
}
