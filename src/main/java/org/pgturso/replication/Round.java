package org.pgturso.replication;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.Counts;
import org.pgturso.apply.Target;
import org.pgturso.apply.TargetTable;
import org.pgturso.config.Settings;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.PinnedSettings;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Session;
import org.pgturso.view.ViewSync;

/**
 * One run of some replications of one target: tables are copied and drained, then views synced. What fails is noted with
 * the replication it failed for and does not stop the others.
 */
final class Round {
    private final Session session;
    private final Registry registry;
    private final TargetEntry entry;
    private final Target target;
    private final Settings settings;
    private final String startedAt;
    private final List<RunResult> results = new ArrayList<>();

    Round(Session session, Registry registry, TargetEntry entry, Target target, Settings settings) {
        this.session = session;
        this.registry = registry;
        this.entry = entry;
        this.target = target;
        this.settings = settings;
        this.startedAt = session.text("SELECT clock_timestamp()::text");
    }

    /** Runs the replications with these ids and returns how each ended. */
    List<RunResult> run(List<Replication> all, Set<Integer> ids) {
        List<Replication> wanted = all.stream()
                .filter(replication -> ids.contains(replication.id()) && !replication.paused())
                .toList();
        List<Replication> tables = wanted.stream().filter(Replication::isTable).toList();
        if (!tables.isEmpty()) {
            runTables(tables);
        }
        wanted.stream().filter(replication -> !replication.isTable()).forEach(this::runView);
        return results;
    }

    private void runTables(List<Replication> tables) {
        long start = System.nanoTime();
        TableRound round = new TableRound(session, registry, entry, target, settings);
        JsonObject failure = null;
        try {
            round.run(tables);
        } catch (RuntimeException e) {
            failure = ErrorAnswer.of(survivable(e));
        }
        round.noteRejections();
        for (Replication table : tables) {
            JsonObject error = round.errorOf(table.id());
            note(table, round.countsOf(table.id()), round.drained(), start, error == null ? failure : error);
        }
        session.commit();
    }

    private void runView(Replication view) {
        long start = System.nanoTime();
        try {
            ViewSync.Synced synced = session.isolated(() ->
                    PinnedSettings.duringSync(session, registry.hasReadersRights(view.relation()), () -> sync(view)));
            note(view, synced.counts(), null, start, null);
        } catch (RuntimeException e) {
            note(view, Counts.ZERO, null, start, ErrorAnswer.of(survivable(e)));
        }
        session.commit();
    }

    /** In a backend, an error that aborted the transaction, or a cancel, has to end the call. */
    private RuntimeException survivable(RuntimeException e) {
        boolean cancelled = e instanceof PgTursoException known && known.kind() == ErrorKind.CANCELLED;
        if (cancelled || session.failure().isPresent()) {
            throw e;
        }
        return e;
    }

    private ViewSync.Synced sync(Replication wanted) {
        registry.lock(entry.id());
        Replication view = registry.latest(wanted);
        JsonObject shape = registry.shapeNow(view);
        Relation now = Relation.fromJson(shape);
        boolean anew = view.state() == Replication.State.PENDING || !now.equals(view.relation());
        ViewSync sync = new ViewSync(
                session,
                target,
                now,
                Replication.table(now, view.targetTable(), view.options()),
                entry.source() + "/" + view.targetTable(),
                view.id(),
                settings.batchBytes());
        sync.refresh();
        ViewSync.Synced synced = anew
                ? copyAll(view, now, sync)
                : sync.difference(view.syncNumber()).orElseGet(() -> copyAll(view, now, sync));
        registry.synced(view.id(), shape, synced.syncNumber());
        registry.reject(view.id(), synced.rejections());
        return synced;
    }

    private ViewSync.Synced copyAll(Replication view, Relation now, ViewSync sync) {
        TargetTable table = Replication.table(now, view.targetTable(), view.options());
        target.tables().create(table, entry.source(), now.name().toString());
        registry.forgetRejected(view.id());
        return sync.all(view.syncNumber());
    }

    private void note(Replication of, Counts counts, @Nullable Lsn lsn, long start, @Nullable JsonObject error) {
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        RunResult result = new RunResult(of.id(), counts, lsn, duration, error);
        results.add(result);
        registry.record(result, startedAt);
    }
}
