package org.pgturso.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pgturso.change.RelationName;
import org.pgturso.postgres.Session;

/**
 * Finds the tables of a target that take a relation's changes: its own, where it is registered, and those of the
 * partitioned tables that it is a partition of. Only tables that are copied and not paused take changes.
 */
final class Feeds implements Function<RelationName, List<TableFeed>> {
    private final Map<Integer, TableFeed> feeds = new LinkedHashMap<>();
    private final Supplier<List<Replication>> reread;

    /**
     * Finds tables among a target's.
     *
     * @param session completes changes with the generated columns that the target's plugin leaves out
     * @param reread notes which partitions there are now and reads the replications again; called for a relation that
     *     belongs to none of them
     */
    Feeds(Session session, TargetEntry entry, List<Replication> all, Supplier<List<Replication>> reread) {
        this.reread = reread;
        all.stream()
                .filter(Replication::isFed)
                .forEach(table -> feeds.put(
                        table.id(),
                        new TableFeed(table).completedBy(HeldChanges.of(session, table.relation(), entry.plugin()))));
    }

    @Override
    public List<TableFeed> apply(RelationName name) {
        List<TableFeed> found = find(name);
        if (!found.isEmpty()) {
            return found;
        }
        for (Replication now : reread.get()) {
            TableFeed feed = feeds.get(now.id());
            if (feed != null && now.isFed()) {
                feed.leaves(now.relation().leaves());
            }
        }
        return find(name);
    }

    private List<TableFeed> find(RelationName name) {
        List<TableFeed> found = new ArrayList<>(feeds.values());
        found.removeIf(feed -> !feed.isOf(name));
        return found;
    }
}
