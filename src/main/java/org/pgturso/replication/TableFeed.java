package org.pgturso.replication;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pgturso.apply.Counts;
import org.pgturso.apply.Rejection;
import org.pgturso.apply.TableFault;
import org.pgturso.apply.TargetTable;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.TransactionSnapshot;

/** One table that takes changes, its own or its partitions', and what was shipped for it so far. */
final class TableFeed {
    private static final Set<ErrorKind> FAULTS_OF_A_TABLE =
            Set.of(ErrorKind.POSTGRES, ErrorKind.OUT_OF_STEP, ErrorKind.NOT_SUPPORTED);

    private final int replication;
    private final RelationName name;
    private final TargetTable table;
    private final boolean insertsOnly;
    private final Optional<TransactionSnapshot> copied;
    private final Map<RelationName, Optional<TransactionSnapshot>> leaves = new HashMap<>();
    private final Set<RelationName> truncated = new HashSet<>();
    private Optional<HeldChanges> held = Optional.empty();
    private Counts counts = Counts.ZERO;
    private List<Rejection> rejections = List.of();

    TableFeed(Replication replication) {
        this(
                replication.id(),
                replication.relation().name(),
                replication.table(),
                replication.insertsOnly(),
                replication.snapshot());
        leaves(replication.relation().leaves());
    }

    /** The same feed, whose changes lack something that its plugin leaves out. */
    TableFeed completedBy(Optional<HeldChanges> changes) {
        held = changes;
        return this;
    }

    /**
     * Feeds a table.
     *
     * @param replication its id in the registry; 0 where it is not registered
     * @param insertsOnly whether its updates and deletes are not followed
     * @param copied what its first copy holds already, as long as that matters
     */
    TableFeed(
            int replication,
            RelationName name,
            TargetTable table,
            boolean insertsOnly,
            Optional<TransactionSnapshot> copied) {
        this.replication = replication;
        this.name = name;
        this.table = table;
        this.insertsOnly = insertsOnly;
        this.copied = copied;
    }

    /** Takes the changes of these partitions too. */
    void leaves(List<Relation.Leaf> more) {
        more.forEach(leaf -> leaves.put(leaf.name(), leaf.empty()));
    }

    int replication() {
        return replication;
    }

    TargetTable table() {
        return table;
    }

    /** Whether a relation's changes are this table's. */
    boolean isOf(RelationName relation) {
        return relation.equals(name) || leaves.containsKey(relation);
    }

    /**
     * Whether a change is for the target: the first copy, or what a partition held when it came, does not hold its
     * transaction already, and it is followed.
     */
    boolean takes(Change.OfRelation change, long xid) {
        Optional<TransactionSnapshot> empty = leaves.getOrDefault(change.relation(), Optional.empty());
        if (Stream.of(copied, empty).flatMap(Optional::stream).anyMatch(seen -> seen.sees(xid))) {
            return false;
        }
        return !insertsOnly || change instanceof Change.Insert || change instanceof Change.Truncate;
    }

    /** Takes a change; hands over changes that are complete, perhaps later ones together. */
    void complete(Change.OfRelation change, Consumer<Change.OfRelation> out) {
        if (held.isEmpty()) {
            out.accept(change);
        } else {
            guarded(() -> held.get().add(change, out));
        }
    }

    /** Hands over the changes that are still held back. */
    void completeRest(Consumer<Change.OfRelation> out) {
        held.ifPresent(changes -> guarded(() -> changes.flush(out)));
    }

    private void guarded(Runnable completion) {
        try {
            completion.run();
        } catch (PgTursoException e) {
            throw FAULTS_OF_A_TABLE.contains(e.kind()) ? new TableFault(table.name(), e) : e;
        }
    }

    /**
     * Takes note of a TRUNCATE.
     *
     * @return whether all rows of the table are gone: a partitioned table's when all of its partitions were truncated
     */
    boolean truncated(RelationName relation) {
        if (leaves.isEmpty()) {
            return true;
        }
        if (leaves.containsKey(relation)) {
            truncated.add(relation);
        }
        if (!truncated.containsAll(leaves.keySet())) {
            return false;
        }
        truncated.clear();
        return true;
    }

    /**
     * Ends a series of TRUNCATEs.
     *
     * @throws TableFault where only some partitions were truncated: the target does not know which rows were theirs
     */
    void requireWholeTruncate() {
        if (!truncated.isEmpty()) {
            throw new TableFault(
                    table.name(),
                    new PgTursoException(ErrorKind.OUT_OF_STEP, "partition was truncated")
                            .detail("Which rows of table \"" + table.name() + "\" were its own is not known in Turso.")
                            .hint(
                                    "The next scheduled run copies the table again; without a schedule, call turso_resync for it."));
        }
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
