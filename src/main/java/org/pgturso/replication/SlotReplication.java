package org.pgturso.replication;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.Target;
import org.pgturso.apply.TargetTable;
import org.pgturso.apply.Watermark;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.config.Settings;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.SelectList;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.postgres.slot.Slot;
import org.pgturso.postgres.slot.SlotName;
import org.pgturso.postgres.slot.SlotOptions;
import org.pgturso.postgres.slot.SlotPeek;
import org.pgturso.postgres.slot.Slots;

/**
 * The low-level call {@code turso_replicate}: ships what any slot of this database holds, without registry or first copy.
 * Tables that the target lacks are made; the slot advances only once the target has the changes.
 */
final class SlotReplication {
    private final Session session;
    private final Target target;
    private final Settings settings;
    private final Slots slots;
    private final SlotName slot;
    private final JsonObject args;
    private final String database;
    private final String source;

    SlotReplication(Session session, Target target, Settings settings, JsonObject args) {
        this.session = session;
        this.target = target;
        this.settings = settings;
        this.slots = new Slots(session);
        this.slot = new SlotName(args.get("slot").getAsString());
        this.args = args;
        this.database = args.get("source").getAsString();
        this.source = database + "/" + slot;
    }

    /** Returns the transactions that were shipped: lsn, xid and the number of their row changes. */
    JsonArray run() {
        Slot found = slots.get(slot);
        Watermark start = start(found);
        Drain drain = new Drain(target, source, start, name -> feed(name, found.plugin()), settings.batchBytes());
        Transactions shipped = new Transactions(drain);
        SlotPeek.Peeked peeked = new SlotPeek(session, slot, slots.richest(slot, options(found.plugin())))
                .peek(uptoLsn(), uptoChanges(), shipped);
        drain.flush();
        peeked.end().ifPresent(drain::moveTo);
        slots.advance(slot, new Lsn(drain.watermark().endLsn()));
        return shipped.rows;
    }

    private Watermark start(Slot found) {
        Optional<Watermark> known = target.watermark(source);
        if (known.isEmpty()) {
            Watermark first = Watermark.at(found.confirmed().value());
            target.start(source, first);
            return first;
        }
        Lsn inTarget = new Lsn(known.get().endLsn());
        if (found.confirmed().isAfter(inTarget)) {
            throw new PgTursoException(
                            ErrorKind.OUT_OF_STEP, "replication slot \"" + slot + "\" is ahead of the target")
                    .detail("It is at " + found.confirmed() + ", the target at " + inTarget
                            + ": the changes between them are lost to it.")
                    .hint("If that is meant, delete the row of source \"" + source
                            + "\" from the target's table _pgturso_state.");
        }
        if (inTarget.isAfter(found.confirmed())) {
            slots.advance(slot, inTarget);
        }
        return known.get();
    }

    private SlotOptions options(Plugin plugin) {
        if (plugin != Plugin.PGOUTPUT) {
            return SlotOptions.of(plugin, Set.of());
        }
        if (!args.has("publication_names")) {
            throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "option \"publication_names\" is missing")
                    .detail("Slots of pgoutput give the changes of publications only.")
                    .hint("Add 'publication_names', 'a,b' to the options.");
        }
        return SlotOptions.pgoutput(
                List.of(args.get("publication_names").getAsString().split("\\s*,\\s*")), Set.of());
    }

    private @Nullable Lsn uptoLsn() {
        JsonElement upto = args.get("upto_lsn");
        return upto == null ? null : Lsn.parse(upto.getAsString());
    }

    private int uptoChanges() {
        JsonElement upto = args.get("upto_nchanges");
        return upto == null ? Integer.MAX_VALUE : upto.getAsInt();
    }

    /** Tables of pgturso itself are not shipped. */
    private List<TableFeed> feed(RelationName name, Plugin plugin) {
        if (name.schema().equals("turso")) {
            return List.of();
        }
        String quoted = SelectList.quote(name);
        JsonObject shape = session.first(
                        "SELECT turso.shape(c)::text FROM to_regclass(?) AS c WHERE c IS NOT NULL",
                        row -> JsonParser.parseString(row.getString(1)).getAsJsonObject(),
                        quoted)
                .orElseThrow(() -> new PgTursoException(
                                ErrorKind.UNDEFINED_OBJECT, "relation \"" + name + "\" does not exist any more")
                        .detail("Slot \"" + slot + "\" holds changes of it."));
        Relation relation = Relation.fromJson(shape);
        String tableName = session.text("SELECT turso.default_name(?::regclass)", quoted);
        TargetTable table = Replication.table(relation, tableName, new JsonObject());
        target.tables().ensure(table, database, name.toString());
        return List.of(new TableFeed(0, name, table, false, Optional.empty())
                .completedBy(HeldChanges.of(session, relation, plugin)));
    }

    /** Notes transactions as they pass into the drain. */
    private static final class Transactions implements Consumer<Change> {
        private final Drain drain;
        private final JsonArray rows = new JsonArray();
        private long xid;
        private long statements;

        Transactions(Drain drain) {
            this.drain = drain;
        }

        @Override
        public void accept(Change change) {
            drain.accept(change);
            if (change instanceof Change.Begin begin) {
                xid = begin.xid();
                statements = 0;
            } else if (change instanceof Change.Commit commit) {
                JsonObject row = new JsonObject();
                row.addProperty("lsn", new Lsn(commit.endLsn()).toString());
                row.addProperty("xid", Long.toString(xid));
                row.addProperty("statements", statements);
                rows.add(row);
            } else {
                statements++;
            }
        }
    }
}
