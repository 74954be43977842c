package org.pgturso.replication;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.postgres.slot.Slots;

/**
 * Tells NaN and the infinities from NULL in one table's rows where the plugin does not: wal2json before 2.6, in columns of
 * real, double precision and numeric. Where a row came with NULL in such a column, the table is asked by the row's key
 * what is there now: if it was another number then, a later change will tell. Tables that no key helps with are refused.
 */
final class SpecialNumbers {
    private static final Set<Long> FLOAT4_FLOAT8_NUMERIC = Set.of(700L, 701L, 1700L);

    private final Session session;
    private final Relation relation;
    private final List<String> numbers;

    SpecialNumbers(Session session, Relation relation) {
        this.session = session;
        this.relation = relation;
        this.numbers = relation.columns().stream()
                .filter(column -> FLOAT4_FLOAT8_NUMERIC.contains(column.type().oid()))
                .map(Column::name)
                .toList();
    }

    /** Whether a plugin, as far as it is known by now, gives NULL for some of the table's numbers. */
    boolean mayBeLost(Plugin plugin) {
        return !numbers.isEmpty() && !Slots.keepsSpecialNumbers(plugin);
    }

    /**
     * Refuses to copy rows that changes could not be told for later.
     *
     * @throws PgTursoException NOT_SUPPORTED where the table has no key, but such numbers
     */
    void requireNoneWithoutKey() {
        if (relation.key().isEmpty() && !find(null).isEmpty()) {
            throw unsupported("It has NaN or infinite numbers and no key by which they could be looked up.");
        }
    }

    /** Checks the keys of old rows; what else they hold is not needed, or the table has no such numbers. */
    Map<Row, Row> ofOldRows(List<Row> rows) {
        Map<Row, Row> result = new HashMap<>();
        for (Row row : rows) {
            requireKey(row);
            result.put(row, row);
        }
        return result;
    }

    /** Each of the rows with the numbers that it has. */
    Map<Row, Row> ofNewRows(List<Row> rows) {
        Map<Row, Row> result = new HashMap<>();
        List<Row> doubtful = new ArrayList<>();
        for (Row row : rows) {
            requireKey(row);
            if (result.put(row, row) == null && numbers.stream().anyMatch(name -> isNull(row, name))) {
                doubtful.add(row);
            }
        }
        if (!doubtful.isEmpty() && relation.key().isEmpty()) {
            requireNoneWithoutKey();
        } else if (!doubtful.isEmpty()) {
            new Registry(session).requireUnchanged(relation, "Some of its numbers are to be read");
            find(doubtful).forEach((position, found) -> {
                Row row = doubtful.get(position);
                result.put(row, with(row, found));
            });
        }
        return result;
    }

    /** By the rows' positions, where there are any, the texts of their numbers; null for ordinary ones. */
    private Map<Integer, JsonArray> find(@Nullable List<Row> rows) {
        Map<Integer, JsonArray> found = new HashMap<>();
        session.isolated(() -> session.query(
                "SELECT n, numbers::text FROM turso.special_numbers(?, ?::jsonb, ?::jsonb, ?::jsonb)",
                row -> found.put(
                        row.getInt(1), JsonParser.parseString(row.getString(2)).getAsJsonArray()),
                relation.oid(),
                RowJson.names(numbers),
                RowJson.names(relation.key()),
                rows == null ? null : RowJson.rows(rows, relation.key())));
        return found;
    }

    private Row with(Row row, JsonArray found) {
        List<Cell> cells = new ArrayList<>(row.cells());
        for (int i = 0; i < numbers.size(); i++) {
            int position = row.columns().indexOf(numbers.get(i));
            JsonElement number = found.get(i);
            if (position >= 0 && cells.get(position).equals(Cell.NULL) && !number.isJsonNull()) {
                cells.set(position, Cell.text(number.getAsString()));
            }
        }
        return new Row(row.columns(), cells);
    }

    private void requireKey(Row row) {
        for (String name : relation.key()) {
            if (numbers.contains(name) && (!row.columns().contains(name) || isNull(row, name))) {
                throw unsupported("It has NaN or an infinite number in its key.");
            }
        }
    }

    private PgTursoException unsupported(String why) {
        return new PgTursoException(
                        ErrorKind.NOT_SUPPORTED,
                        "wal2json can't tell all numbers of table \"" + relation.name() + "\" from null")
                .detail(why)
                .hint("Use pgoutput, test_decoding or wal2json 2.6.");
    }

    private static boolean isNull(Row row, String column) {
        return Cell.NULL.equals(cell(row, column));
    }

    private static @Nullable Cell cell(Row row, String column) {
        int position = row.columns().indexOf(column);
        return position < 0 ? null : row.cells().get(position);
    }
}
