package org.pgturso.replication;

import java.util.Optional;
import org.pgturso.apply.Target;
import org.pgturso.apply.Watermark;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.slot.Slot;
import org.pgturso.postgres.slot.SlotName;
import org.pgturso.postgres.slot.Slots;

/**
 * Brings slot, watermark and registry of a target together before changes are read: makes the slot at the first run,
 * finds out when one of the three was lost, and leaves the slot at the watermark, so that it gives nothing that the
 * target has already.
 */
final class SlotStart {
    private final Registry registry;
    private final Slots slots;
    private final Target target;
    private final TargetEntry entry;
    private final SlotName slotName;

    SlotStart(Registry registry, Slots slots, Target target, TargetEntry entry) {
        this.registry = registry;
        this.slots = slots;
        this.target = target;
        this.entry = entry;
        this.slotName = entry.slotName();
    }

    /**
     * Makes the slot where the target is new, else checks it.
     *
     * @return the target's watermark, at which the slot is too
     * @throws PgTursoException OUT_OF_STEP where changes may have been lost
     */
    Watermark ready() {
        return entry.started() ? check() : start();
    }

    /** All tables are still to be copied, so nothing that is in the WAL matters. */
    private Watermark start() {
        requireTables();
        Optional<Slot> slot = usable();
        Lsn flushed = registry.flushed();
        if (slot.isEmpty()) {
            slots.create(slotName, entry.plugin());
        } else if (flushed.isAfter(slot.get().confirmed())) {
            slots.advance(slotName, flushed);
        }
        Watermark watermark = Watermark.at(slots.get(slotName).confirmed().value());
        target.reset(entry.slotSource(), watermark);
        registry.started(entry.id(), new Lsn(watermark.endLsn()));
        return watermark;
    }

    /** Who ended the target's last replication while this waited for the lock dropped the slot; nobody would drop another. */
    private void requireTables() {
        if (registry.replications(entry.id()).stream().noneMatch(Replication::isTable)) {
            throw new PgTursoException(
                    ErrorKind.UNDEFINED_OBJECT, "target \"" + entry.name() + "\" has no tables any more");
        }
    }

    /** The slot, if one is left from before; one that was invalidated is dropped. */
    private Optional<Slot> usable() {
        try {
            return slots.find(slotName);
        } catch (PgTursoException e) {
            if (e.kind() != ErrorKind.OUT_OF_STEP) {
                throw e;
            }
            slots.drop(slotName);
            return Optional.empty();
        }
    }

    private Watermark check() {
        Slot slot = slots.find(slotName)
                .orElseThrow(() -> outOfStep(
                        "replication slot \"" + slotName + "\" is gone", "Changes since then can't be read any more."));
        Watermark watermark = target.watermark(entry.slotSource())
                .orElseThrow(() -> outOfStep(
                        "target \"" + entry.name() + "\" has no watermark of this database",
                        "It was made anew, or it is another database than before."));
        Lsn inTarget = new Lsn(watermark.endLsn());
        Lsn known = entry.watermark();
        if (known != null && known.isAfter(inTarget)) {
            throw outOfStep(
                    "target \"" + entry.name() + "\" has lost changes",
                    "Its watermark is " + inTarget + ", but it was " + known + " already. It may have been restored.");
        }
        if (slot.confirmed().isAfter(inTarget)) {
            throw outOfStep(
                    "replication slot \"" + slotName + "\" is ahead of target \"" + entry.name() + "\"",
                    "It is at " + slot.confirmed() + ", the target at " + inTarget + ". Somebody else advanced it.");
        }
        // Read after the watermark, which other rounds and the stream move meanwhile: it is never ahead of what is
        // flushed.
        Lsn written = registry.flushedNow();
        if (inTarget.isAfter(written)) {
            throw outOfStep(
                    "target \"" + entry.name() + "\" is ahead of the database",
                    "It is at " + inTarget + ", where the WAL ends at " + written
                            + ". The database may have been restored to an earlier time.");
        }
        if (inTarget.isAfter(slot.confirmed())) {
            slots.advance(slotName, inTarget);
        }
        return watermark;
    }

    private static PgTursoException outOfStep(String message, String detail) {
        return new PgTursoException(ErrorKind.OUT_OF_STEP, message)
                .detail(detail)
                .hint("Call turso_resync() to copy all relations again.");
    }
}
