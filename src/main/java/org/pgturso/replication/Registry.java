package org.pgturso.replication;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.Rejection;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.TransactionSnapshot;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.postgres.slot.SlotName;

/** The tables of schema {@code turso}, read and written in the session's transaction. */
public final class Registry {
    /** First half of the two-part advisory locks: "pgtu". */
    private static final int LOCK_CLASS = 0x70677475;
    /** Second half: this plus the target's id, held while something is written to the target. */
    private static final int TARGET_LOCKS = 2_000_000;

    private final Session session;
    private final @Nullable Lsn flushedBefore;

    public Registry(Session session) {
        this(session, null);
    }

    /**
     * Reads and writes for a call that began earlier.
     *
     * @param flushedBefore how far the WAL was flushed when the call began; null for now
     */
    Registry(Session session, @Nullable Lsn flushedBefore) {
        this.session = session;
        this.flushedBefore = flushedBefore;
    }

    /** Waits until nobody else works for a target; until the end of the transaction nobody else does. */
    void lock(int target) {
        session.call("SELECT pg_advisory_xact_lock(?, ?)", LOCK_CLASS, TARGET_LOCKS + target);
    }

    public List<TargetEntry> targets() {
        return session.query(SELECT_TARGET, Registry::target);
    }

    TargetEntry target(int id) {
        return session.first(SELECT_TARGET + " WHERE t.id = ?", Registry::target, id)
                .orElseThrow(() -> new PgTursoException(ErrorKind.UNDEFINED_OBJECT, "target does not exist"));
    }

    List<Replication> replications(int target) {
        return session.query(SELECT_REPLICATION + " WHERE target = ? ORDER BY id", Registry::replication, target);
    }

    /** The replication as it is now: what was read before the {@linkplain #lock lock} was taken may be outdated. */
    Replication latest(Replication replication) {
        return session.first(SELECT_REPLICATION + " WHERE id = ?", Registry::replication, replication.id())
                .orElse(replication);
    }

    /** The shape that a relation has now, as {@link Relation#fromJson} reads it. */
    JsonObject shapeNow(Replication replication) {
        return session.first(
                        "SELECT turso.shape(relation, options)::text FROM turso.replication WHERE id = ?"
                                + " AND EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = relation)",
                        row -> JsonParser.parseString(row.getString(1)).getAsJsonObject(),
                        replication.id())
                .orElseThrow(() -> new PgTursoException(
                                ErrorKind.UNDEFINED_OBJECT,
                                "relation \"" + replication.relation().name() + "\" does not exist any more")
                        .hint("Call turso_unschedule_replication("
                                + replication.relation().oid() + ")."));
    }

    /**
     * Notes what has become of a target's tables: one whose replica identity was changed, or whose rows changed because a
     * partition came or went, is to be copied again.
     *
     * @return the target's replications after that
     */
    List<Replication> noteDefinitions(int target) {
        session.call("SELECT turso.note_identities(?), turso.note_leaves(?)", target, target);
        return replications(target);
    }

    /**
     * Checks that a table that was just copied has the partitions that it had before. In the same transaction nobody can
     * take one away, but others may come.
     *
     * @param shape as it was before the copy
     */
    void requireSameLeaves(Relation table, JsonObject shape) {
        boolean same = session.first(
                        "SELECT 1 WHERE turso.leaves(?::oid::regclass) = ?::jsonb",
                        row -> true,
                        table.oid(),
                        shape.getAsJsonArray("leaves").toString())
                .isPresent();
        if (!same) {
            throw new PgTursoException(
                            ErrorKind.WRONG_STATE, "partitions of \"" + table.name() + "\" changed while it was copied")
                    .hint("Nothing is lost: the next run copies it again.");
        }
    }

    /** Whether a view reads its tables with the rights of whoever reads it, not with its owner's. */
    boolean hasReadersRights(Relation view) {
        return session.first(
                        "SELECT 1 FROM pg_catalog.pg_class c, pg_catalog.pg_options_to_table(c.reloptions) o"
                                + " WHERE c.oid = ? AND o.option_name = 'security_invoker' AND o.option_value::boolean",
                        row -> true,
                        view.oid())
                .isPresent();
    }

    /**
     * Raises an error where the session's transaction has changed a table: in a backend it is the caller's, and reading
     * the table would show what is not committed.
     *
     * @param why the table is to be read, a sentence without its end
     */
    void requireUnchanged(Relation table, String why) {
        if (hasChanged(table)) {
            throw new PgTursoException(
                            ErrorKind.WRONG_STATE, "table \"" + table.name() + "\" was changed by this transaction")
                    .detail(why + ", and would be with changes that are not committed.")
                    .hint("Commit it, then call again.");
        }
    }

    /** Whether the session's transaction has changed a table, or made it: by the locks that it holds until its end. */
    private boolean hasChanged(Relation table) {
        return session.first(
                        "SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'relation' AND pid = pg_backend_pid()"
                                + " AND mode IN ('RowExclusiveLock', 'AccessExclusiveLock') AND (relation = ?"
                                + " OR relation IN (SELECT relid FROM pg_catalog.pg_partition_tree(?::oid::regclass)))",
                        row -> true,
                        table.oid(),
                        table.oid())
                .isPresent();
    }

    void started(int target, Lsn watermark) {
        session.update(
                "UPDATE turso.target SET started = true, watermark = ?::pg_lsn, drained = NULL WHERE id = ?",
                watermark.toString(),
                target);
        session.update("UPDATE turso.replication SET state = 'pending' WHERE target = ? AND kind = 'table'", target);
    }

    /** Notes how far a target has got, and forgets the snapshots that are behind that. */
    void drained(int target, Lsn watermark, Lsn drained) {
        session.update(
                "UPDATE turso.target SET watermark = ?::pg_lsn, drained = ?::pg_lsn, drained_at = clock_timestamp()"
                        + " WHERE id = ?",
                watermark.toString(),
                drained.toString(),
                target);
        session.update(
                "UPDATE turso.replication SET snapshot = NULL, snapshot_lsn = NULL"
                        + " WHERE target = ? AND snapshot_lsn <= ?::pg_lsn",
                target,
                watermark.toString());
    }

    void copied(int replication, JsonObject shape, String snapshot, Lsn snapshotLsn) {
        forgetRejected(replication);
        session.update(
                "UPDATE turso.replication SET state = 'copied', shape = ?::jsonb, snapshot = ?,"
                        + " snapshot_lsn = ?::pg_lsn WHERE id = ?",
                shape.toString(),
                snapshot,
                snapshotLsn.toString(),
                replication);
    }

    void synced(int replication, JsonObject shape, long syncNumber) {
        session.update(
                "UPDATE turso.replication SET state = 'copied', shape = ?::jsonb, sync_number = ? WHERE id = ?",
                shape.toString(),
                syncNumber,
                replication);
    }

    /** Notes rows that the target goes without. */
    void reject(int replication, List<Rejection> rejections) {
        if (!rejections.isEmpty()) {
            JsonArray rows = new JsonArray();
            rejections.forEach(rejection -> rows.add(json(rejection)));
            session.call("SELECT turso.record_rejected(?, ?::jsonb)", replication, rows.toString());
        }
    }

    private static JsonObject json(Rejection rejection) {
        JsonObject row = new JsonObject();
        row.addProperty("what", rejection.what().name().toLowerCase(Locale.ROOT));
        row.addProperty("column", rejection.column());
        row.addProperty("bytes", rejection.bytes());
        if (!rejection.key().isEmpty()) {
            JsonObject key = new JsonObject();
            rejection.key().forEach(key::addProperty);
            row.add("key", key);
        }
        row.addProperty("reason", rejection.reason());
        row.addProperty("lsn", rejection.lsn() == null ? null : rejection.lsn().toString());
        return row;
    }

    /** Forgets rows that the target went without, because all are sent again. */
    void forgetRejected(int replication) {
        session.update("DELETE FROM turso.rejected WHERE replication = ?", replication);
    }

    /** Puts a table aside: its changes are skipped from now on. */
    void putAside(int replication, Replication.State state, JsonObject error) {
        session.update(
                "UPDATE turso.replication SET state = ?, error = ?::jsonb WHERE id = ?",
                state.name().toLowerCase(Locale.ROOT),
                error.toString(),
                replication);
    }

    /** Raises an error unless a table can be replicated as it is now. */
    void check(Replication table) {
        List<PgTursoException> problems = session.query(
                "SELECT code, message, detail, hint FROM turso.table_problem(?) WHERE code IS NOT NULL",
                row -> new PgTursoException(ErrorKind.WRONG_STATE, row.getString(2))
                        .sqlState(row.getString(1))
                        .detail(row.getString(3))
                        .hint(row.getString(4)),
                table.id());
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
    }

    /** The last error of a replication that has one. */
    JsonObject error(int replication) {
        return JsonParser.parseString(session.text(
                        "SELECT coalesce(error, '{}')::text FROM turso.replication WHERE id = ?", replication))
                .getAsJsonObject();
    }

    /**
     * End of the WAL that can be decoded. Not later than what the call itself wrote: where the WAL is flushed only to
     * the middle of a record, reading waits for the rest, which on an idle server takes many seconds.
     */
    Lsn flushed() {
        return flushedBefore == null ? flushedNow() : flushedBefore;
    }

    /** End of the WAL that is safe at this moment, later than when the call began. */
    Lsn flushedNow() {
        return Lsn.parse(session.text("SELECT turso.flushed()::text"));
    }

    void record(RunResult result, String startedAt) {
        session.call(
                "SELECT turso.record_run(?, ?::timestamptz, ?, ?, ?, ?::pg_lsn, ?::jsonb)",
                result.replication(),
                startedAt,
                result.counts().inserted(),
                result.counts().updated(),
                result.counts().deleted(),
                result.lsn() == null ? null : result.lsn().toString(),
                result.error() == null ? null : result.error().toString());
    }

    private static final String SELECT_REPLICATION =
            "SELECT id, shape::text, target_table, options::text, state, paused,"
                    + " snapshot, snapshot_lsn::text, sync_number FROM turso.replication";

    private static final String SELECT_TARGET =
            "SELECT t.id, t.name, turso.endpoint(t)::text, t.plugin, t.origin = 'none',"
                    + " coalesce(t.slot, turso.slot_name(t.id)), turso.inserts_publication(coalesce(t.slot, turso.slot_name(t.id))),"
                    + " t.started, t.watermark::text, turso.source() FROM turso.target t";

    private static TargetEntry target(ResultSet row) throws SQLException {
        return new TargetEntry(
                row.getInt(1),
                row.getString(2),
                JsonParser.parseString(row.getString(3)).getAsJsonObject(),
                Plugin.named(row.getString(4)),
                row.getBoolean(5),
                new SlotName(row.getString(6)),
                row.getString(7),
                row.getBoolean(8),
                lsn(row.getString(9)),
                row.getString(10));
    }

    private static Replication replication(ResultSet row) throws SQLException {
        return new Replication(
                row.getInt(1),
                Relation.fromJson(JsonParser.parseString(row.getString(2)).getAsJsonObject()),
                row.getString(3),
                JsonParser.parseString(row.getString(4)).getAsJsonObject(),
                Replication.State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getBoolean(6),
                Optional.ofNullable(row.getString(7)).map(TransactionSnapshot::parse),
                lsn(row.getString(8)),
                row.getLong(9));
    }

    private static @Nullable Lsn lsn(@Nullable String text) {
        return text == null ? null : Lsn.parse(text);
    }
}
