package org.pgturso.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.Batch;
import org.pgturso.apply.Counts;
import org.pgturso.apply.PendingCommit;
import org.pgturso.apply.Rejection;
import org.pgturso.apply.StatementOwners;
import org.pgturso.apply.TableFault;
import org.pgturso.apply.Target;
import org.pgturso.apply.TargetTable;
import org.pgturso.apply.Watermark;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Session;

/**
 * Ships decoded changes: collects whole transactions into batches, each of which is one transaction of the target with
 * its watermark. While the target applies one batch the next is collected. A transaction too large for a batch goes in
 * parts, and the watermark counts the row changes that are there.
 *
 * <p>What it is given starts just after the watermark: slots are advanced to it before they are read. One thread; after
 * an exception a drain is of no more use.
 */
public final class Drain implements Consumer<Change> {
    /** So far a position may get ahead of the watermark for transactions that are of no interest. */
    static final long IDLE_BYTES = 1 << 20;

    private final Target target;
    private final String source;
    private final long batchBytes;
    private final Function<RelationName, Optional<TableFeed>> tables;
    private final Map<RelationName, Optional<TableFeed>> feeds = new HashMap<>();

    private Batch batch = new Batch();
    private @Nullable PendingCommit inFlight;
    private Map<String, List<Rejection>> rejectedInFlight = Map.of();
    private StatementOwners ownersInFlight = new StatementOwners();
    private Watermark watermark;
    private long endLsn;
    private long xid;
    private long changes;
    private long changesToSkip;

    /**
     * Starts after a watermark.
     *
     * @param source the slot, as the target's watermark names it
     * @param watermark what the target has
     * @param tables finds the table that takes a relation's changes; empty where they are of no interest. Asked once for
     *     each relation
     * @param batchBytes about the size at which a batch is shipped
     */
    Drain(
            Target target,
            String source,
            Watermark watermark,
            Function<RelationName, Optional<TableFeed>> tables,
            long batchBytes) {
        this.target = target;
        this.source = source;
        this.watermark = watermark;
        this.endLsn = watermark.endLsn();
        this.batchBytes = batchBytes;
        this.tables = tables;
    }

    /** A drain of the tables of a target that are copied and not paused. */
    static Drain of(
            Session session,
            Target target,
            TargetEntry entry,
            Watermark start,
            List<Replication> all,
            long batchBytes) {
        return new Drain(target, entry.slotSource(), start, name -> feed(session, entry, all, name), batchBytes);
    }

    private static Optional<TableFeed> feed(
            Session session, TargetEntry entry, List<Replication> all, RelationName name) {
        return all.stream()
                .filter(table -> table.relation().name().equals(name) && table.isFed())
                .map(table -> new TableFeed(table)
                        .completedBy(GeneratedColumns.of(session, table.relation(), entry.plugin())))
                .findFirst();
    }

    /** The tables that changes came for. */
    List<TableFeed> feeds() {
        return feeds.values().stream().flatMap(Optional::stream).toList();
    }

    /**
     * Takes the next step of the stream.
     *
     * @throws TableFault where a table's change can't be applied; what came before may not be shipped yet
     * @throws PgTursoException where the target fails
     */
    @Override
    public void accept(Change change) {
        if (change instanceof Change.Begin begin) {
            begin(begin.xid());
        } else if (change instanceof Change.Commit commit) {
            commit(commit.endLsn());
        } else if (change instanceof Change.OfRelation rows) {
            row(rows);
        }
    }

    private void begin(long transaction) {
        xid = transaction;
        changes = 0;
        changesToSkip = 0;
        if (watermark.part() > 0) {
            if (watermark.partXid() != transaction) {
                throw new PgTursoException(ErrorKind.OUT_OF_STEP, "slot and target are out of step")
                        .detail("The target has " + watermark + ", the slot goes on with transaction " + transaction
                                + ".")
                        .hint("Call turso_resync().");
            }
            changesToSkip = watermark.part();
        }
    }

    private void row(Change.OfRelation change) {
        changes++;
        Optional<TableFeed> found = feeds.computeIfAbsent(change.relation(), tables);
        if (changes <= changesToSkip || found.isEmpty() || !found.get().takes(change, xid)) {
            return;
        }
        TableFeed feed = found.get();
        feed.complete(change, complete -> add(feed.table(), complete));
        if (batch.bytes() >= batchBytes) {
            ship(Watermark.at(endLsn).withPart(xid, changes));
        }
    }

    private void add(TargetTable table, Change.OfRelation change) {
        if (change instanceof Change.Insert insert) {
            batch.insert(table, insert.row());
        } else if (change instanceof Change.Update update) {
            batch.update(table, update.old(), update.row());
        } else if (change instanceof Change.Delete delete) {
            batch.delete(table, delete.old());
        } else if (change instanceof Change.Truncate) {
            batch.truncate(table);
        }
    }

    private void completeRest() {
        feeds().forEach(feed -> feed.completeRest(change -> add(feed.table(), change)));
    }

    private void commit(long end) {
        endLsn = end;
        if (watermark.part() > 0 || batch.bytes() >= batchBytes) {
            ship(Watermark.at(end));
        }
    }

    /** Ships what is collected and waits until it is in the target; only between transactions. */
    public void flush() {
        completeRest();
        if (!batch.isEmpty()) {
            ship(Watermark.at(endLsn));
        }
        awaitTarget();
    }

    /**
     * Says that nothing of interest lies between the last transaction and a position. Far behind it, the watermark moves
     * there, so that the slot may too and an idle database keeps no WAL; but not where the target holds a part of the next
     * transaction.
     */
    public void reached(Lsn position) {
        flush();
        if (watermark.part() == 0 && position.value() - watermark.endLsn() >= IDLE_BYTES) {
            moveTo(position);
        }
    }

    /** The same, however near the position is. */
    void moveTo(Lsn position) {
        flush();
        endLsn = position.value();
        if (Long.compareUnsigned(endLsn, watermark.endLsn()) > 0) {
            ship(Watermark.at(endLsn));
            awaitTarget();
        }
    }

    /** What the target has once {@link #flush} returned. */
    public Watermark watermark() {
        return watermark;
    }

    private void ship(Watermark next) {
        completeRest();
        awaitTarget();
        Map<String, Counts> shipped = batch.counts();
        feeds().forEach(feed -> feed.count(shipped.getOrDefault(feed.table().name(), Counts.ZERO)));
        inFlight = target.submit(batch.statements(), source, watermark, next);
        rejectedInFlight = batch.rejections(new Lsn(next.endLsn()));
        ownersInFlight = batch.owners();
        watermark = next;
        batch = new Batch();
    }

    private void awaitTarget() {
        PendingCommit pending = inFlight;
        inFlight = null;
        if (pending != null) {
            try {
                pending.await();
            } catch (PgTursoException e) {
                throw ownersInFlight.blame(e);
            }
            Map<String, List<Rejection>> rejected = rejectedInFlight;
            feeds().forEach(feed ->
                    feed.reject(rejected.getOrDefault(feed.table().name(), List.of())));
        }
    }

    /** Ends after a table's fault: once this returns, the feeds know what was shipped and rejected before. */
    void abandon(TableFault fault) {
        try {
            awaitTarget();
        } catch (PgTursoException | TableFault e) {
            fault.addSuppressed(e);
        }
    }
}
