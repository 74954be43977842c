package org.pgturso.view;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.Counts;
import org.pgturso.apply.Rejection;
import org.pgturso.apply.RowWriter;
import org.pgturso.apply.Target;
import org.pgturso.apply.TargetTable;
import org.pgturso.apply.Watermark;
import org.pgturso.change.Row;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Session;

/**
 * Brings the target's table of a view up to date by difference. The target counts the syncs that moved something, in the
 * same transactions as their rows: where its number is not the one that belongs to the hashes here, one of the two was
 * rolled back, restored or lost, and all rows are sent again.
 */
public final class ViewSync {
    private final Session session;
    private final Target target;
    private final Relation view;
    private final TargetTable table;
    private final String source;
    private final long batchBytes;
    private final int replication;
    private final RowHashes hashes;

    /**
     * Prepares a sync.
     *
     * @param source how the target names this view's number
     * @param batchBytes about the size at which a batch is shipped
     */
    public ViewSync(
            Session session,
            Target target,
            Relation view,
            TargetTable table,
            String source,
            int replication,
            long batchBytes) {
        this.session = session;
        this.target = target;
        this.view = view;
        this.table = table;
        this.source = source;
        this.batchBytes = batchBytes;
        this.replication = replication;
        this.hashes = new RowHashes(session, replication);
    }

    /** The outcome; a rejected row is not sent again until it changes. */
    public record Synced(Counts counts, long syncNumber, List<Rejection> rejections) {}

    /** Refreshes a materialized view. */
    public void refresh() {
        if (view.kind() == Relation.Kind.MATERIALIZED_VIEW) {
            ViewRefresh.run(session, view);
        }
    }

    /**
     * Ships what differs from the last sync.
     *
     * @param syncNumber of the last sync
     * @return empty where the target has another number: {@link #all} is needed
     */
    public Optional<Synced> difference(long syncNumber) {
        Watermark last = Watermark.at(syncNumber);
        return target.watermark(source).equals(Optional.of(last)) ? Optional.of(ship(last)) : Optional.empty();
    }

    /**
     * Ships every row into the table, which was made anew. The number grows past both the target's and ours, because
     * ours can be rolled back after this one was given out.
     *
     * @param syncNumber of the last sync
     */
    public Synced all(long syncNumber) {
        hashes.forgetAll();
        long inTarget = target.watermark(source).map(Watermark::endLsn).orElse(0L);
        Watermark start = Watermark.at(Math.max(syncNumber, inTarget) + 1);
        target.reset(source, start);
        return ship(start);
    }

    private Synced ship(Watermark start) {
        Shipment shipment = new Shipment(start);
        new ViewDifference(session, view, hiddenKey()).read(replication, shipment);
        return shipment.end();
    }

    private @Nullable String hiddenKey() {
        return view.key().isEmpty() ? TargetTable.HIDDEN_KEY : null;
    }

    /** What goes into the target, batch after batch. */
    private final class Shipment implements ViewDifference.Sink {
        private Watermark watermark;
        private final RowWriter writer = new RowWriter(table);
        private boolean pending;
        private Counts counts = Counts.ZERO;

        Shipment(Watermark start) {
            this.watermark = start;
        }

        @Override
        public void written(String key, String hash, boolean isNew, Row row) {
            boolean kept = writer.upsert(row.cells());
            counts = counts.plus(isNew ? new Counts(kept ? 1 : 0, 0, 0) : new Counts(0, kept ? 1 : 0, kept ? 0 : 1));
            hashes.written(key, hash);
            shipFull();
        }

        @Override
        public void gone(String key, Row identity) {
            writer.delete(identity.cells());
            counts = counts.plus(new Counts(0, 0, 1));
            hashes.gone(key);
            shipFull();
        }

        private void shipFull() {
            pending = true;
            if (writer.bytes() >= batchBytes) {
                ship(watermark.withPart(0, watermark.part() + 1));
            }
        }

        private void ship(Watermark next) {
            target.commit(writer.take(), source, watermark, next);
            hashes.save();
            watermark = next;
            pending = false;
        }

        Synced end() {
            if (pending || watermark.part() > 0) {
                ship(Watermark.at(watermark.endLsn() + 1));
            }
            return new Synced(counts, watermark.endLsn(), writer.rejections(Rejection.What.SYNC));
        }
    }
}
