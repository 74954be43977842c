package org.pgturso.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgturso.apply.Counts;
import org.pgturso.apply.Rejection;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Session;

/**
 * Notes in the registry what was shipped from a stream: about once a second while something is, every ten seconds else,
 * and at once where rows were rejected.
 */
final class FollowingNotes {
    private static final Logger LOG = Logger.getLogger(FollowingNotes.class.getName());
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Session session;
    private final Registry registry;
    private final TargetEntry entry;
    private final List<Replication> fed;
    private final Map<Integer, Counts> counts = new HashMap<>();
    private final Map<Integer, List<Rejection>> rejections = new HashMap<>();
    private long takenAt = System.nanoTime();
    private String since;

    FollowingNotes(Session session, TargetEntry entry, List<Replication> all) {
        this.session = session;
        this.registry = new Registry(session);
        this.entry = entry;
        this.fed = all.stream().filter(Replication::isFed).toList();
        this.since = now();
    }

    /** Adds what was shipped; returns how many rows that is. */
    long add(List<TableFeed> feeds) {
        long rows = 0;
        for (TableFeed feed : feeds) {
            List<Rejection> rejected = feed.takeRejections();
            if (!rejected.isEmpty()) {
                rejections
                        .computeIfAbsent(feed.replication(), id -> new ArrayList<>())
                        .addAll(rejected);
            }
            Counts more = feed.takeCounts();
            if (!more.equals(Counts.ZERO)) {
                counts.merge(feed.replication(), more, Counts::plus);
                rows += more.inserted() + more.updated() + more.deleted();
            }
        }
        return rows;
    }

    /** Writes it down if it is time for that; see {@link #write}. */
    void writeIfDue(Lsn watermark, Lsn position) {
        Duration pause = counts.isEmpty() ? IDLE : BUSY;
        if (!rejections.isEmpty() || System.nanoTime() - takenAt >= pause.toNanos()) {
            write(watermark, position);
        }
    }

    /**
     * Writes it down in a transaction of its own. Where somebody holds the registry's rows, that is left for later.
     *
     * @param watermark what the target has
     * @param position before which all is in the target or of no interest to it
     */
    void write(Lsn watermark, Lsn position) {
        takenAt = System.nanoTime();
        try {
            since = session.isolated(() -> {
                session.text("SELECT set_config('lock_timeout', '1s', true)");
                fed.forEach(table -> record(table, position));
                rejections.forEach(registry::reject);
                registry.drained(entry.id(), watermark, position);
                return now();
            });
            counts.clear();
            rejections.clear();
        } catch (PgTursoException e) {
            LOG.log(Level.FINE, "target " + entry.name() + ": position not noted", e);
        }
        session.commit();
    }

    private void record(Replication table, Lsn position) {
        Counts shipped = counts.getOrDefault(table.id(), Counts.ZERO);
        registry.record(new RunResult(table.id(), shipped, position, Duration.ZERO, null), since);
    }

    private String now() {
        return session.text("SELECT clock_timestamp()::text");
    }
}
