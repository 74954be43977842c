package org.pgturso.replication;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.PinnedSettings;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Session;

/**
 * Some generated columns of a table. They are functions of the row, so Postgres works them out from the row that came.
 * Where a TOAST value that it would need did not change and so did not come, they are read from the table as they are
 * now: if they were others then, a later change will tell. A row that is gone by now stays without them.
 */
final class GeneratedValues {
    /** Queries that take rows as JSON objects and give, for each, JSON arrays of the columns' text. */
    private record Queries(List<String> inputs, String workOut, String read) {}

    private final Session session;
    private final Relation relation;
    private final List<String> names;
    private final boolean absentIsNull;
    private final Map<List<String>, List<String>> extended = new HashMap<>();
    private @Nullable Queries queries;

    /**
     * Looks after columns of the rows of one kind.
     *
     * @param absentIsNull whether a column that such a row lacks was NULL, see {@link org.pgturso.change.OldRow}
     */
    GeneratedValues(Session session, Relation relation, List<String> names, boolean absentIsNull) {
        this.session = session;
        this.relation = relation;
        this.names = names;
        this.absentIsNull = absentIsNull;
    }

    /**
     * Each of the rows with the columns that it lacks.
     *
     * @throws PgTursoException what Postgres says where it can't work them out; OUT_OF_STEP where they are not generated
     *     any more; WRONG_STATE where the table would have to be read, but this transaction has changed it
     */
    Map<Row, Row> complete(List<Row> rows) {
        Map<Row, Row> result = new HashMap<>();
        rows.forEach(row -> result.put(row, row));
        if (!names.isEmpty() && rows.stream().anyMatch(row -> !row.columns().containsAll(names))) {
            PinnedSettings.during(
                    session,
                    () -> session.isolated(() -> {
                        fill(rows, result);
                        return true;
                    }));
        }
        return result;
    }

    private void fill(List<Row> rows, Map<Row, Row> result) {
        Queries how = queries();
        List<Row> known = new ArrayList<>();
        List<Row> unknown = new ArrayList<>();
        for (Row row : rows) {
            if (!row.columns().containsAll(names)) {
                (absentIsNull || row.columns().containsAll(how.inputs) ? known : unknown).add(row);
            }
        }
        put(known, how.workOut, how.inputs, result);
        if (!unknown.isEmpty()) {
            new Registry(session).requireUnchanged(relation, "Its generated columns are to be read");
            put(unknown, how.read, relation.key(), result);
        }
    }

    private Queries queries() {
        Queries known = queries;
        if (known == null) {
            String sql = "SELECT inputs::text, work_out, read FROM turso.generation(?, ?::jsonb, ?::jsonb)"
                    + " WHERE work_out IS NOT NULL";
            known = session.first(
                            sql,
                            row -> new Queries(texts(row.getString(1)), row.getString(2), row.getString(3)),
                            relation.oid(),
                            RowJson.names(names),
                            RowJson.names(relation.key()))
                    .orElseThrow(this::notGenerated);
            queries = known;
        }
        return known;
    }

    private PgTursoException notGenerated() {
        return new PgTursoException(
                        ErrorKind.OUT_OF_STEP,
                        "table \"" + relation.name() + "\" has other generated columns than before")
                .hint("Call turso_resync for the relation.");
    }

    private void put(List<Row> rows, String query, List<String> arguments, Map<Row, Row> result) {
        if (rows.isEmpty()) {
            return;
        }
        List<JsonElement> values = session.query(
                "SELECT * FROM turso.generated_rows(?, ?::jsonb)",
                row -> JsonParser.parseString(row.getString(1)),
                query,
                RowJson.rows(rows, arguments));
        for (int i = 0; i < rows.size(); i++) {
            if (values.get(i) instanceof JsonArray array) {
                result.put(rows.get(i), extend(rows.get(i), array));
            }
        }
    }

    private Row extend(Row row, JsonArray values) {
        List<Cell> cells = new ArrayList<>(row.cells());
        values.forEach(value -> cells.add(value.isJsonNull() ? Cell.NULL : Cell.text(value.getAsString())));
        return new Row(extended.computeIfAbsent(row.columns(), this::withNames), cells);
    }

    private List<String> withNames(List<String> columns) {
        List<String> all = new ArrayList<>(columns);
        all.addAll(names);
        return List.copyOf(all);
    }

    private static List<String> texts(String json) {
        List<String> texts = new ArrayList<>();
        JsonParser.parseString(json).getAsJsonArray().forEach(text -> texts.add(text.getAsString()));
        return List.copyOf(texts);
    }
}
