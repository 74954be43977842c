package org.pgturso.replication;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.pgturso.apply.Counts;
import org.pgturso.apply.Target;
import org.pgturso.apply.Watermark;
import org.pgturso.config.Settings;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.slot.SlotStream;
import org.pgturso.postgres.slot.Slots;

/**
 * Follows a target's slot by the replication protocol: a commit is in the target milliseconds later. For a target whose
 * slot was made and that is not far behind; a round catches up faster. One thread at a time.
 *
 * <p>After an exception it is to be closed; a round then says for which table it was, and goes on without it.
 */
public final class Tail implements AutoCloseable {
    /** A batch ends after so many changes also where more have arrived. */
    private static final int CHANGES_A_STEP = 10_000;

    private final Session session;
    private final Registry registry;
    private final TargetEntry entry;
    private final Drain drain;
    private final SlotStream stream;
    private final Map<Integer, Counts> noted = new HashMap<>();
    private String startedAt;

    private Tail(Session session, Registry registry, TargetEntry entry, Drain drain, SlotStream stream) {
        this.session = session;
        this.registry = registry;
        this.entry = entry;
        this.drain = drain;
        this.stream = stream;
        this.startedAt = now();
    }

    /**
     * Takes hold of a target's slot, with the tables that are registered now.
     *
     * @param session commits; stays in use until the tail is closed
     * @param jdbcUrl of the session's database, for the connection that streams
     * @param login pgjdbc's properties, such as user and password
     */
    public static Tail open(Session session, Targets targets, int target, String jdbcUrl, Properties login) {
        Registry registry = new Registry(session);
        registry.lock(target);
        TargetEntry entry = registry.target(target);
        Settings settings = Settings.of(session);
        Target turso = new Target(targets.client(session, settings, entry.endpoint()));
        Slots slots = new Slots(session);
        Watermark start = new SlotStart(registry, slots, turso, entry).ready();
        Drain drain = Drain.of(turso, entry, start, registry.replications(target), settings.batchBytes());
        SlotStream stream = SlotStream.open(
                jdbcUrl,
                login,
                entry.slotName(),
                slots.richest(entry.slotName(), entry.slotOptions()),
                new Lsn(start.endLsn()));
        session.commit();
        return new Tail(session, registry, entry, drain, stream);
    }

    /**
     * Ships what has arrived and confirms it; returns at once where nothing has.
     *
     * @return how many messages had arrived
     */
    public int step() {
        int messages = 0;
        while (messages < CHANGES_A_STEP && stream.poll(drain)) {
            messages++;
        }
        if (!stream.insideTransaction()) {
            drain.reached(stream.received());
            stream.confirm(new Lsn(drain.watermark().endLsn()));
        }
        return messages;
    }

    /** How far behind the end of the WAL the stream is, in bytes. */
    public long behind() {
        long behind = registry.flushed().value() - stream.received().value();
        session.commit();
        return behind;
    }

    /** Writes into the registry what was shipped since the last time; returns the number of rows. */
    public long note() {
        Lsn watermark = new Lsn(drain.watermark().endLsn());
        long rows = 0;
        for (TableFeed feed : drain.feeds()) {
            Counts before = noted.getOrDefault(feed.replication(), Counts.ZERO);
            Counts since = feed.counts().minus(before);
            if (since.total() > 0) {
                registry.record(new RunResult(feed.replication(), since, watermark, Duration.ZERO, null), startedAt);
                noted.put(feed.replication(), feed.counts());
                rows += since.total();
            }
        }
        registry.drained(entry.id(), watermark, stream.received());
        startedAt = now();
        session.commit();
        return rows;
    }

    private String now() {
        return session.text("SELECT clock_timestamp()::text");
    }

    /** Lets go of the slot. What was not shipped comes again. */
    @Override
    public void close() {
        stream.close();
    }
}
