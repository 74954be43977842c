package org.pgturso.worker;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.pgturso.postgres.Session;

/** The registry as far as it tells a worker what to do. */
final class Board {
    /** A replication whose schedule asks for a run now. */
    record Due(int target, int replication, boolean table) {}

    /**
     * A target whose slot is to be followed.
     *
     * @param tables changes when the tables that are kept up to date do, their replica identities or partitions
     */
    record Followed(int target, String name, String tables) {}

    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(5);

    private final Session session;

    Board(Session session) {
        this.session = session;
    }

    /** A target's name; its number where it is gone. */
    String name(int target) {
        return session.first("SELECT name FROM turso.target WHERE id = ?", row -> row.getString(1), target)
                .orElse(String.valueOf(target));
    }

    /**
     * The targets whose slots are to be followed. Partitions count as they are and as they were noted: one may come, be
     * followed and go between two looks.
     */
    List<Followed> followed() {
        return session.query(
                "SELECT t.id, t.name, string_agg(concat_ws(' ', r.id, r.relation::oid, turso.identity(r.relation),"
                        + " CASE c.relkind WHEN 'p' THEN md5(concat(turso.leaves(c.oid), r.shape -> 'leaves')) END), ',' ORDER BY r.id)"
                        + " FROM turso.target t JOIN turso.replication r ON r.target = t.id"
                        + " LEFT JOIN pg_catalog.pg_class c ON c.oid = r.relation"
                        + " WHERE t.started AND turso.host() = 'worker'"
                        + " AND r.kind = 'table' AND r.state = 'copied' AND NOT r.paused GROUP BY t.id, t.name",
                row -> new Followed(row.getInt(1), row.getString(2), row.getString(3)));
    }

    /** The tables of a target that its stream keeps up to date. */
    List<Integer> followed(int target) {
        return session.query(
                "SELECT id FROM turso.replication WHERE target = ? AND kind = 'table' AND state = 'copied'"
                        + " AND NOT paused ORDER BY id",
                row -> row.getInt(1),
                target);
    }

    /** What is due; nothing where pg_cron or the backends keep the schedules. */
    List<Due> due() {
        return session.query(
                "SELECT d.target, d.replication, r.kind FROM turso.due() d"
                        + " JOIN turso.replication r ON r.id = d.replication WHERE turso.host() = 'worker'",
                row -> new Due(row.getInt(1), row.getInt(2), row.getString(3).equals("table")));
    }

    /** Notes a run of those replications that are followed, which have nothing to run; returns them. */
    List<Integer> noteFollowed(List<Integer> replications) {
        return session.query(
                "SELECT r.id FROM turso.replication r,"
                        + " LATERAL turso.record_run(r.id, clock_timestamp(), 0, 0, 0, NULL, NULL)"
                        + " WHERE r.id = ANY (?::integer[]) AND r.kind = 'table' AND r.state = 'copied' AND NOT r.paused",
                row -> row.getInt(1),
                array(replications));
    }

    /** Notes that a run failed before it began. */
    void noteFailure(List<Integer> replications, JsonObject error) {
        session.call(
                "SELECT turso.record_run(id, clock_timestamp(), 0, 0, 0, NULL, ?::jsonb)"
                        + " FROM turso.replication WHERE id = ANY (?::integer[])",
                error.toString(),
                array(replications));
    }

    /** Whether a table is among replications, so that a run of them needs the slot. */
    boolean hasTable(List<Integer> replications) {
        return session.first(
                        "SELECT FROM turso.replication WHERE id = ANY (?::integer[]) AND kind = 'table'",
                        row -> true,
                        array(replications))
                .isPresent();
    }

    /** How much WAL a target's slot has before it. */
    long bytesBehind(int target) {
        return session.first(
                        "SELECT (turso.flushed() - s.confirmed_flush_lsn)::bigint FROM turso.target t"
                                + " JOIN pg_catalog.pg_replication_slots s ON s.slot_name = t.slot WHERE t.id = ?",
                        row -> row.getLong(1),
                        target)
                .orElse(0L);
    }

    /** Waits until Postgres has noticed that a stream was closed. */
    void awaitSlotFree(int target) {
        Timer end = new Timer(SLOT_PATIENCE);
        while (slotIsActive(target) && !end.isDue()) {
            session.call("SELECT pg_catalog.pg_sleep(0.01)");
        }
    }

    private boolean slotIsActive(int target) {
        return session.first(
                        "SELECT FROM turso.target t JOIN pg_catalog.pg_replication_slots s ON s.slot_name = t.slot"
                                + " WHERE t.id = ? AND s.active",
                        row -> true,
                        target)
                .isPresent();
    }

    private static String array(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
