package org.pgturso.replication;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.Counts;
import org.pgturso.apply.TableCopy;
import org.pgturso.apply.TableFault;
import org.pgturso.apply.Target;
import org.pgturso.apply.TargetTable;
import org.pgturso.apply.Watermark;
import org.pgturso.config.Settings;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.PinnedSettings;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.slot.SlotOptions;
import org.pgturso.postgres.slot.SlotPeek;
import org.pgturso.postgres.slot.Slots;
import org.pgturso.snapshot.TableSnapshot;

/**
 * The tables' part of a round: copies those that are pending, then drains the target's slot up to where the WAL was
 * flushed when the round began. Each step is one Postgres transaction where the session commits, and undone alone where
 * it fails.
 */
final class TableRound {
    private final Session session;
    private final Registry registry;
    private final TargetEntry entry;
    private final Target target;
    private final Settings settings;
    private final Slots slots;
    private final Map<Integer, Counts> counts = new HashMap<>();
    private final Map<Integer, JsonObject> errors = new HashMap<>();
    private final List<TableFeed> feeds = new ArrayList<>();
    private @Nullable Lsn drained;

    TableRound(Session session, Registry registry, TargetEntry entry, Target target, Settings settings) {
        this.session = session;
        this.registry = registry;
        this.entry = entry;
        this.target = target;
        this.settings = settings;
        this.slots = new Slots(session);
    }

    Counts countsOf(int replication) {
        return counts.getOrDefault(replication, Counts.ZERO);
    }

    @Nullable
    JsonObject errorOf(int replication) {
        return errors.get(replication);
    }

    /** Up to where the WAL is in the target, or null where that was not reached. */
    @Nullable
    Lsn drained() {
        return drained;
    }

    /**
     * Copies and drains.
     *
     * @throws RuntimeException what concerns the target as a whole
     */
    void run(List<Replication> tables) {
        // Before anything is written; see there.
        Lsn upto = registry.flushed();
        List<Replication> all = step(() -> {
            ready();
            return registry.noteDefinitions(entry.id());
        });
        Set<Integer> wanted = tables.stream().map(Replication::id).collect(Collectors.toSet());
        copyPending(all, wanted);
        boolean done = false;
        while (!done) {
            try {
                done = step(() -> drain(upto));
            } catch (TableFault fault) {
                putAside(fault);
                copyPending(registry.replications(entry.id()), wanted);
            }
        }
        drained = upto;
    }

    private void copyPending(List<Replication> all, Set<Integer> wanted) {
        for (Replication table : all) {
            if (!wanted.contains(table.id()) || errors.containsKey(table.id())) {
                continue;
            }
            if (table.state() == Replication.State.PENDING) {
                copy(table);
            } else if (table.state() == Replication.State.BROKEN) {
                errors.put(table.id(), registry.error(table.id()));
            }
        }
    }

    private Watermark ready() {
        registry.lock(entry.id());
        return new SlotStart(registry, slots, target, registry.target(entry.id())).ready();
    }

    private <T> T step(Supplier<T> work) {
        T result = session.isolated(work);
        session.commit();
        return result;
    }

    private void copy(Replication table) {
        try {
            Counts copied = step(() -> PinnedSettings.during(session, () -> copyRows(table)));
            counts.merge(table.id(), copied, Counts::plus);
        } catch (PgTursoException e) {
            errors.put(table.id(), ErrorAnswer.of(e));
        }
    }

    private Counts copyRows(Replication table) {
        registry.lock(entry.id());
        if (registry.latest(table).state() != Replication.State.PENDING) {
            return Counts.ZERO;
        }
        registry.check(table);
        JsonObject shape = registry.shapeNow(table);
        Relation relation = Relation.fromJson(shape);
        registry.requireUnchanged(relation, "It is to be copied");
        TargetTable targetTable = Replication.table(relation, table.targetTable(), table.options());
        target.tables().create(targetTable, entry.source(), relation.name().toString());
        TableCopy copy = target.copy(targetTable, entry.source());
        slots.richest(entry.slotName(), entry.slotOptions());
        SpecialNumbers numbers = new SpecialNumbers(session, relation);
        if (numbers.mayBeLost(entry.plugin())) {
            numbers.requireNoneWithoutKey();
        }
        TableSnapshot snapshot = new TableSnapshot(session);
        snapshot.read(relation, row -> copy.add(row.cells()));
        registry.requireSameLeaves(relation, shape);
        long rows = copy.finish();
        registry.copied(table.id(), shape, snapshot.snapshot(), snapshot.lsn());
        registry.reject(table.id(), copy.rejections());
        return new Counts(rows, 0, 0);
    }

    private boolean drain(Lsn upto) {
        Watermark start = ready();
        Feeds tables = new Feeds(
                session, entry, registry.replications(entry.id()), () -> registry.noteDefinitions(entry.id()));
        Drain drain = new Drain(target, entry.slotSource(), start, tables, settings.batchBytes());
        try {
            return peek(drain, upto);
        } catch (TableFault fault) {
            drain.abandon(fault);
            throw fault;
        } finally {
            feeds.addAll(drain.feeds());
        }
    }

    /** One peek of the slot; returns whether that was all up to the position. */
    private boolean peek(Drain drain, Lsn upto) {
        SlotOptions options = slots.richest(entry.slotName(), entry.slotOptions());
        SlotPeek.Peeked peeked =
                new SlotPeek(session, entry.slotName(), options).peek(upto, settings.peekChanges(), drain);
        boolean more =
                peeked.messages() >= settings.peekChanges() && peeked.end().isPresent();
        if (more) {
            drain.moveTo(peeked.end().get());
        } else {
            drain.reached(upto);
        }
        settle(drain, more ? new Lsn(drain.watermark().endLsn()) : upto);
        return !more;
    }

    /** The target has it: now the slot and the registry may know. */
    private void settle(Drain drain, Lsn reached) {
        Lsn watermark = new Lsn(drain.watermark().endLsn());
        slots.advance(entry.slotName(), watermark);
        registry.drained(entry.id(), watermark, reached);
        for (TableFeed feed : drain.feeds()) {
            counts.merge(feed.replication(), feed.counts(), Counts::plus);
            registry.reject(feed.replication(), feed.takeRejections());
        }
    }

    /** Notes the rows rejected in batches that the target has, though the step that shipped them failed later. */
    void noteRejections() {
        feeds.forEach(feed -> registry.reject(feed.replication(), feed.takeRejections()));
        feeds.clear();
    }

    /**
     * Skips a table's changes from now on: those of a table whose columns have changed until it is copied again, of any
     * other until it is resynced. The target's other tables may go on only once that is committed: were it rolled back
     * after the slot had moved, the changes would be lost.
     */
    private void putAside(TableFault fault) {
        Replication table = registry.replications(entry.id()).stream()
                .filter(replication -> replication.targetTable().equals(fault.table()))
                .findFirst()
                .orElseThrow(() -> fault);
        boolean changed = fault.reason().kind() == ErrorKind.OUT_OF_STEP;
        JsonObject error = ErrorAnswer.of(fault);
        noteRejections();
        registry.putAside(table.id(), changed ? Replication.State.PENDING : Replication.State.BROKEN, error);
        session.commit();
        if (!session.commits()) {
            errors.put(table.id(), error);
            throw fault;
        }
    }
}
