package org.pgturso.worker;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgturso.replication.Following;

/**
 * Keeps one target's tables up to date: near the end of the WAL from the slot's stream; far behind it, or after a
 * failure, by a run as a backend would do it, which also notes what is wrong. {@link #run} is for a thread of its own,
 * the rest for any.
 */
final class Follower implements Runnable {
    private static final Logger LOG = Logger.getLogger(Follower.class.getName());
    private static final long FAR_BEHIND_BYTES = 16 << 20;
    private static final Duration LOOKING = Duration.ofSeconds(1);
    /** After so long, settings and the target's URL and token are asked for again. */
    private static final Duration STALE = Duration.ofHours(1);

    private static final Duration CURRENT = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(8);

    private final int target;
    private final String name;
    private final Database database;
    private final Stations stations;
    private final SlotLease lease;
    private final StopSignal ended = new StopSignal();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(60));
    private volatile String tables;
    private volatile long awayUntil = System.nanoTime();
    private volatile long currentUntil = System.nanoTime();
    private boolean runFirst;

    Follower(Board.Followed followed, Database database, Stations stations, SlotLease lease) {
        this.target = followed.target();
        this.name = followed.name();
        this.tables = followed.tables();
        this.database = database;
        this.stations = stations;
        this.lease = lease;
    }

    /** Says which tables there are now and in what state, as {@link Board.Followed} has it; where that is news, starts over. */
    void tables(String now) {
        tables = now;
    }

    /** Whether the stream is read and what was committed two seconds ago is in the target. */
    boolean isCurrent() {
        return System.nanoTime() - currentUntil < 0;
    }

    /** Leaves the slot alone for some time, from when it is let go. */
    void stayAway(Duration time) {
        awayUntil = System.nanoTime() + time.toNanos();
    }

    /** Ends {@link #run} soon. */
    void end() {
        ended.raise();
    }

    /** Follows until the end. */
    @Override
    public void run() {
        while (!ended.isRaised()) {
            try {
                ended.sleep(Duration.ofNanos(Math.max(0, awayUntil - System.nanoTime())));
                lease.use(SlotLease.PATIENCE, () -> stations.with(this::follow));
            } catch (RuntimeException e) {
                Duration pause = backoff.failed();
                LOG.log(Level.WARNING, "target " + name + ": next attempt in " + pause.toMillis() + " ms", e);
                runFirst = true;
                ended.sleep(pause);
            }
        }
    }

    private boolean follow(Station station) {
        String known = tables;
        Board board = new Board(station.session());
        if (ended.isRaised() || System.nanoTime() - awayUntil < 0) {
            return false;
        }
        if (runFirst || board.bytesBehind(target) > FAR_BEHIND_BYTES) {
            new Run(target, board.followed(target), true).insist(station);
            runFirst = false;
        }
        try (Following following = Following.start(station.session(), station.targets(), target, database::stream)) {
            stream(following, known);
            following.finish();
        } finally {
            currentUntil = System.nanoTime();
            // Whoever is next needs the slot free, whatever went wrong here.
            if (station.clear()) {
                new Board(station.session()).awaitSlotFree(target);
            }
        }
        return true;
    }

    private void stream(Following following, String known) {
        Timer looking = new Timer(LOOKING);
        Timer stale = new Timer(STALE);
        Pauses pauses = new Pauses(LONGEST_PAUSE);
        while (!ended.isRaised() && !lease.isWanted() && known.equals(tables) && !runFirst && !stale.isDue()) {
            boolean arrived = following.step();
            currentUntil = System.nanoTime() + CURRENT.toNanos();
            ended.sleep(pauses.after(arrived));
            if (looking.isDue()) {
                backoff.succeeded();
                runFirst = following.bytesBehind() > FAR_BEHIND_BYTES;
            }
        }
    }
}
