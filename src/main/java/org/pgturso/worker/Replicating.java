package org.pgturso.worker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.pgturso.postgres.Session;

/** A worker's duties: it follows the slots of all targets, keeps schedules where nobody else does, and answers calls. */
final class Replicating implements Duties {
    private static final Logger LOG = Logger.getLogger(Replicating.class.getName());
    private static final int LAST_BATCH_SECONDS = 4;
    private static final Duration RELEASE = Duration.ofSeconds(10);

    private final Database database;
    private final Stations stations;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Integer, SlotLease> leases = new ConcurrentHashMap<>();
    private final Map<Integer, Follower> followers = new ConcurrentHashMap<>();
    private final Set<Integer> inWork = ConcurrentHashMap.newKeySet();

    Replicating(Database database, Stations stations) {
        this.database = database;
        this.stations = stations;
    }

    @Override
    public JsonObject answer(String op, JsonObject args) {
        return switch (op) {
            case "run" -> run(Run.of(args));
            case "release" -> release(args.get("target").getAsInt());
            default -> stations.with(station -> station.calls().answer(op, args));
        };
    }

    @Override
    public void look(Session session) {
        Board board = new Board(session);
        follow(board.followed());
        Map<Boolean, Map<Integer, List<Board.Due>>> due = board.due().stream()
                .filter(each -> !inWork.contains(each.replication()))
                .collect(Collectors.partitioningBy(Board.Due::table, Collectors.groupingBy(Board.Due::target)));
        due.values().forEach(targets -> targets.forEach(this::start));
    }

    @Override
    public void end() {
        followers.values().forEach(Follower::end);
        threads.shutdown();
    }

    @Override
    public void close() {
        end();
        try {
            if (!threads.awaitTermination(LAST_BATCH_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(List<Board.Followed> wanted) {
        Set<Integer> targets = wanted.stream().map(Board.Followed::target).collect(Collectors.toSet());
        followers.forEach((target, follower) -> {
            if (!targets.contains(target)) {
                follower.end();
            }
        });
        followers.keySet().retainAll(targets);
        wanted.forEach(each ->
                followers.computeIfAbsent(each.target(), target -> begin(each)).tables(each.tables()));
    }

    private Follower begin(Board.Followed followed) {
        Follower follower = new Follower(followed, database, stations, lease(followed.target()));
        threads.execute(follower);
        return follower;
    }

    private SlotLease lease(int target) {
        return leases.computeIfAbsent(target, id -> new SlotLease());
    }

    private void start(int target, List<Board.Due> due) {
        List<Integer> replications = due.stream().map(Board.Due::replication).toList();
        inWork.addAll(replications);
        threads.execute(() -> {
            try {
                JsonObject answer = run(new Run(target, replications, true));
                if (answer.has("error")) {
                    noteFailure(replications, answer.getAsJsonObject("error"));
                }
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "target " + target + ": run failed", e);
            } finally {
                inWork.removeAll(replications);
            }
        });
    }

    private void noteFailure(List<Integer> replications, JsonObject error) {
        stations.with(station -> {
            new Board(station.session()).noteFailure(replications, error);
            return true;
        });
    }

    private JsonObject run(Run asked) {
        Run run = asked.scheduled() && isCurrent(asked.target()) ? asked.without(noteFollowed(asked)) : asked;
        if (run.replications().isEmpty()) {
            JsonObject nothing = new JsonObject();
            nothing.add("results", new JsonArray());
            return nothing;
        }
        boolean slot = stations.with(station -> new Board(station.session()).hasTable(run.replications()));
        return slot
                ? lease(run.target()).use(SlotLease.PATIENCE, () -> stations.with(run::by))
                : stations.with(run::by);
    }

    private boolean isCurrent(int target) {
        Follower follower = followers.get(target);
        return follower != null && follower.isCurrent();
    }

    private List<Integer> noteFollowed(Run run) {
        return stations.with(station -> new Board(station.session()).noteFollowed(run.replications()));
    }

    /** Lets go of a target's slot, so that it can be dropped. */
    private JsonObject release(int target) {
        Follower follower = followers.get(target);
        if (follower != null) {
            follower.stayAway(RELEASE);
        }
        return lease(target).use(RELEASE, JsonObject::new);
    }
}
