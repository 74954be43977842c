package org.pgturso.replication;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.pgturso.apply.Watermark;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;

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
    private final Function<RelationName, List<TableFeed>> tables;
    private final Map<RelationName, List<TableFeed>> feeds = new HashMap<>();
    private final Set<TableFeed> truncating = new HashSet<>();

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
     * @param tables finds the tables that take a relation's changes; none where they are of no interest. Asked once for
     *     each relation
     * @param batchBytes about the size at which a batch is shipped
     */
    Drain(
            Target target,
            String source,
            Watermark watermark,
            Function<RelationName, List<TableFeed>> tables,
            long batchBytes) {
        this.target = target;
        this.source = source;
        this.watermark = watermark;
        this.endLsn = watermark.endLsn();
        this.batchBytes = batchBytes;
        this.tables = tables;
    }

    /** The tables that changes came for. */
    List<TableFeed> feeds() {
        return feeds.values().stream().flatMap(Collection::stream).distinct().toList();
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
        List<TableFeed> found = feeds.computeIfAbsent(change.relation(), tables);
        if (changes <= changesToSkip || found.isEmpty()) {
            return;
        }
        for (TableFeed feed : found) {
            if (feed.takes(change, xid)) {
                feed.complete(change, complete -> add(feed, complete));
            }
        }
        if (batch.bytes() >= batchBytes) {
            ship(Watermark.at(endLsn).withPart(xid, changes));
        }
    }

    private void add(TableFeed feed, Change.OfRelation change) {
        if (change instanceof Change.Truncate) {
            truncating.add(feed);
            if (feed.truncated(change.relation())) {
                batch.truncate(feed.table());
            }
            return;
        }
        feed.requireWholeTruncate();
        if (change instanceof Change.Insert insert) {
            batch.insert(feed.table(), insert.row());
        } else if (change instanceof Change.Update update) {
            batch.update(feed.table(), update.old(), update.row());
        } else if (change instanceof Change.Delete delete) {
            batch.delete(feed.table(), delete.old());
        }
    }

    private void completeRest() {
        feeds().forEach(feed -> feed.completeRest(change -> add(feed, change)));
    }

    private void commit(long end) {
        truncating.forEach(TableFeed::requireWholeTruncate);
        truncating.clear();
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

    /** Waits until the target has what was shipped, in the middle of a transaction too. */
    void awaitTarget() {
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
