package org.pgturso.replication;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgturso.apply.TableDdl;
import org.pgturso.apply.Target;
import org.pgturso.apply.TargetTable;
import org.pgturso.apply.TargetTables;
import org.pgturso.config.Settings;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Session;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;
import org.pgturso.turso.StatementResult;
import org.pgturso.turso.TursoClient;

/**
 * What {@code turso.call(op, args)} can be asked for; the SQL functions say what goes in and what comes out. One thread
 * at a time.
 */
public final class Calls {
    private final Session session;
    private final Targets targets;

    public Calls(Session session, Targets targets) {
        this.session = session;
        this.targets = targets;
    }

    /**
     * Does what is asked.
     *
     * @return the answer, or {@code {"error": …}} as {@link ErrorAnswer} describes it
     */
    public JsonObject answer(String op, JsonObject args) {
        try {
            return dispatch(op, args);
        } catch (RuntimeException e) {
            JsonObject answer = new JsonObject();
            answer.add("error", ErrorAnswer.of(e));
            return answer;
        }
    }

    private JsonObject dispatch(String op, JsonObject args) {
        return switch (op) {
            case "run" -> run(args);
            case "create_table" -> createTable(args);
            case "ddl" -> ddl(args);
            case "query" -> query(args);
            case "check" -> check(args);
            case "replicate_slot" -> replicateSlot(args);
            default -> throw new PgTursoException(ErrorKind.INTERNAL, "unknown operation \"" + op + "\"");
        };
    }

    private JsonObject run(JsonObject args) {
        checkIsolation();
        JsonElement upto = args.get("upto");
        Registry registry = new Registry(session, upto == null ? null : Lsn.parse(upto.getAsString()));
        Settings settings = Settings.of(session);
        TargetEntry entry = registry.target(args.get("target").getAsInt());
        List<Replication> all = registry.replications(entry.id());
        Set<Integer> ids = new HashSet<>();
        args.getAsJsonArray("replications").forEach(id -> ids.add(id.getAsInt()));
        if (!all.stream().map(Replication::id).collect(Collectors.toSet()).containsAll(ids)) {
            throw new PgTursoException(ErrorKind.WRONG_STATE, "replication is not committed yet")
                    .hint("Commit the transaction that registered it first.");
        }
        Target target = new Target(targets.client(session, settings, entry.endpoint()));
        JsonArray results = new JsonArray();
        for (RunResult result : new Round(session, registry, entry, target, settings).run(all, ids)) {
            all.stream()
                    .filter(replication -> replication.id() == result.replication())
                    .forEach(replication -> results.add(result.toJson(replication)));
        }
        return answer("results", results);
    }

    /** With a snapshot older than the target's lock, the registry would be read as it was before another's run. */
    private void checkIsolation() {
        String level = session.text("SELECT current_setting('transaction_isolation')");
        if (!level.startsWith("read ")) {
            throw new PgTursoException(ErrorKind.WRONG_STATE, "replication needs isolation level READ COMMITTED")
                    .sqlState("25001") // active_sql_transaction
                    .detail("This transaction is " + level.toUpperCase(Locale.ROOT) + ".")
                    .hint("Call outside a transaction block, or BEGIN ISOLATION LEVEL READ COMMITTED.");
        }
    }

    private JsonObject createTable(JsonObject args) {
        TargetTable table = table(args);
        Relation relation = Relation.fromJson(args.getAsJsonObject("shape"));
        new TargetTables(client(args))
                .create(table, args.get("source").getAsString(), relation.name().toString());
        return answer("table", new JsonPrimitive(table.name()));
    }

    private static JsonObject ddl(JsonObject args) {
        return answer("sql", new JsonPrimitive(TableDdl.text(table(args))));
    }

    private static TargetTable table(JsonObject args) {
        return Replication.table(
                Relation.fromJson(args.getAsJsonObject("shape")),
                args.get("table").getAsString(),
                args.getAsJsonObject("options"));
    }

    private JsonObject query(JsonObject args) {
        StatementResult result = client(args).query(Statement.of(args.get("sql").getAsString()));
        JsonArray rows = new JsonArray();
        for (List<SqliteValue> values : result.rows()) {
            JsonObject row = new JsonObject();
            for (int i = 0; i < values.size(); i++) {
                row.add(result.columns().get(i), json(values.get(i)));
            }
            rows.add(row);
        }
        return answer("rows", rows);
    }

    private static JsonElement json(SqliteValue value) {
        if (value instanceof SqliteValue.Int number) {
            return new JsonPrimitive(number.value());
        } else if (value instanceof SqliteValue.Real number) {
            return new JsonPrimitive(number.value());
        } else if (value instanceof SqliteValue.Text text) {
            return new JsonPrimitive(text.value());
        } else if (value instanceof SqliteValue.Blob blob) {
            return new JsonPrimitive("\\x" + blob.hex());
        }
        return JsonNull.INSTANCE;
    }

    private JsonObject check(JsonObject args) {
        client(args).query(Statement.of("SELECT 1"));
        return answer("detail", new JsonPrimitive("answers"));
    }

    private JsonObject replicateSlot(JsonObject args) {
        Settings settings = Settings.of(session);
        TursoClient client = args.has("url")
                ? targets.client(
                        args.get("url").getAsString(),
                        args.has("auth") ? args.get("auth").getAsString() : null,
                        settings)
                : targets.client(session, settings, args.getAsJsonObject("target"));
        return answer("transactions", new SlotReplication(session, new Target(client), settings, args).run());
    }

    private TursoClient client(JsonObject args) {
        return targets.client(session, Settings.of(session), args.getAsJsonObject("target"));
    }

    private static JsonObject answer(String name, JsonElement value) {
        JsonObject answer = new JsonObject();
        answer.add(name, value);
        return answer;
    }
}
