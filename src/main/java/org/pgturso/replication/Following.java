package org.pgturso.replication;

import java.util.List;
import java.util.logging.Logger;
import org.pgturso.apply.TableFault;
import org.pgturso.apply.Target;
import org.pgturso.apply.Watermark;
import org.pgturso.config.Settings;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.slot.SlotName;
import org.pgturso.postgres.slot.SlotOptions;
import org.pgturso.postgres.slot.SlotStream;
import org.pgturso.postgres.slot.Slots;

/**
 * Keeps the tables of a target up to date from the stream of its slot: a commit is in the target as soon as the target
 * has answered. Tables that are pending, paused or broken are left alone. One thread; after an exception a following is
 * of no more use, and a run says what is wrong.
 */
public final class Following implements AutoCloseable {
    /** Opens a slot's stream over a connection of its own. */
    @FunctionalInterface
    public interface Opening {
        SlotStream open(SlotName slot, SlotOptions options, Lsn start);
    }

    /** A step ends after so many messages, at the next end of a transaction if that is near. */
    private static final int MESSAGES_A_STEP = 1_000;

    private static final int MOST_MESSAGES_A_STEP = 50_000;

    private static final Logger LOG = Logger.getLogger(Following.class.getName());

    private final Session session;
    private final String name;
    private final Drain drain;
    private final SlotStream stream;
    private final FollowingNotes notes;
    private Lsn confirmed;

    private Following(Session session, String name, Drain drain, SlotStream stream, FollowingNotes notes) {
        this.session = session;
        this.name = name;
        this.drain = drain;
        this.stream = stream;
        this.notes = notes;
        this.confirmed = new Lsn(drain.watermark().endLsn());
    }

    /** Starts at the target's watermark; commits the session's transaction. */
    public static Following start(Session session, Targets targets, int targetId, Opening opening) {
        Registry registry = new Registry(session);
        Settings settings = Settings.of(session);
        registry.lock(targetId);
        TargetEntry entry = registry.target(targetId);
        Target target = new Target(targets.client(session, settings, entry.endpoint()));
        Slots slots = new Slots(session);
        Watermark watermark = new SlotStart(registry, slots, target, entry).ready();
        List<Replication> all = registry.noteDefinitions(targetId);
        SlotOptions options = slots.richest(entry.slotName(), entry.slotOptions());
        FollowingNotes notes = new FollowingNotes(session, entry, all);
        session.commit();
        Feeds feeds = new Feeds(session, entry, all, () -> {
            List<Replication> now = registry.noteDefinitions(targetId);
            session.commit();
            return now;
        });
        Drain drain = new Drain(target, entry.slotSource(), watermark, feeds, settings.batchBytes());
        SlotStream stream = opening.open(entry.slotName(), options, new Lsn(watermark.endLsn()));
        return new Following(session, entry.name(), drain, stream, notes);
    }

    /**
     * Takes what has arrived and ships the transactions that are whole.
     *
     * @return whether anything had arrived
     */
    public boolean step() {
        try {
            return advance();
        } catch (TableFault fault) {
            drain.abandon(fault);
            notes.add(drain.feeds());
            notes.write(confirmed, confirmed);
            throw fault;
        }
    }

    private boolean advance() {
        int messages = 0;
        while (messages < (stream.insideTransaction() ? MOST_MESSAGES_A_STEP : MESSAGES_A_STEP) && stream.poll(drain)) {
            messages++;
        }
        if (!stream.insideTransaction()) {
            ship();
        }
        notes.writeIfDue(confirmed, stream.received());
        return messages > 0;
    }

    /** How far the end of the WAL is ahead of what was received; commits the session's transaction. */
    public long bytesBehind() {
        long bytes = new Registry(session).flushed().value() - stream.received().value();
        session.commit();
        return bytes;
    }

    /** Writes down how far it got; to be called after the last step. */
    public void finish() {
        // In the middle of a transaction the target may have parts of it, which nobody will tell of again.
        drain.awaitTarget();
        notes.add(drain.feeds());
        notes.write(confirmed, stream.insideTransaction() ? confirmed : stream.received());
    }

    /** Lets go of the slot. */
    @Override
    public void close() {
        stream.close();
    }

    /** Only when the target has it may the slot know. */
    private void ship() {
        long start = System.nanoTime();
        drain.reached(stream.received());
        // What generated columns were asked for.
        session.commit();
        Lsn durable = new Lsn(drain.watermark().endLsn());
        if (durable.isAfter(confirmed)) {
            stream.confirm(durable);
            confirmed = durable;
        }
        long rows = notes.add(drain.feeds());
        if (rows > 0) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            LOG.info(() -> "target " + name + ": stream, rows: " + rows + ", up to " + durable + ", " + millis + " ms");
        }
    }
}
