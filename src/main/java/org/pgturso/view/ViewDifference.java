package org.pgturso.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.RowTexts;
import org.pgturso.postgres.SelectList;
import org.pgturso.postgres.Session;

/**
 * Compares a view's rows with the hashes of the rows that the target has, in one query, and hands over what differs.
 *
 * <p>A row is known by its key: the texts of its key columns as a JSON array or, in a view without a key, the hash of the
 * row and a number that counts equal rows.
 */
final class ViewDifference {
    private static final int FETCH_ROWS = 2_000;

    /** Takes the differences, in no particular order. */
    interface Sink {
        /** A row that the target lacks or has otherwise. */
        void written(String key, String hash, boolean isNew, Row row);

        /** A row that the target has and the view has not. */
        void gone(String key, Row identity);
    }

    private final Session session;
    private final Relation view;
    private final List<String> key;
    private final @Nullable String hiddenKey;

    /**
     * Compares one view.
     *
     * @param hiddenKey name of the target's key column where the view has no key; it becomes the last cell of each row
     */
    ViewDifference(Session session, Relation view, @Nullable String hiddenKey) {
        this.session = session;
        this.view = view;
        this.key = view.key();
        this.hiddenKey = hiddenKey;
    }

    void read(int replication, Sink sink) {
        List<String> names =
                new ArrayList<>(view.columns().stream().map(Column::name).toList());
        if (hiddenKey != null) {
            names.add(hiddenKey);
        }
        RowTexts texts = new RowTexts(names, 5);
        session.stream(select(), FETCH_ROWS, result -> difference(result, texts, sink), replication);
    }

    private void difference(ResultSet result, RowTexts texts, Sink sink) throws SQLException {
        String current = result.getString(1);
        String hash = result.getString(2);
        String old = result.getString(3);
        if (current == null) {
            sink.gone(old, identity(old));
            return;
        }
        if (result.getLong(4) > 1) {
            throw ambiguous("Several rows have the same key " + keyColumns() + ".");
        }
        Row row = texts.read(result);
        for (int i = 0; i < row.size(); i++) {
            if (key.contains(row.columns().get(i)) && row.cells().get(i).equals(Cell.NULL)) {
                throw ambiguous(
                        "Column \"" + row.columns().get(i) + "\" of the key " + keyColumns() + " is null in a row.");
            }
        }
        sink.written(current, hash, old == null, row);
    }

    private Row identity(String old) {
        if (hiddenKey != null) {
            return new Row(List.of(hiddenKey), List.of(Cell.text(old)));
        }
        JsonArray values = JsonParser.parseString(old).getAsJsonArray();
        List<Cell> cells = new ArrayList<>();
        for (JsonElement value : values) {
            cells.add(value.isJsonNull() ? Cell.NULL : Cell.text(value.getAsString()));
        }
        return new Row(key, cells);
    }

    private String select() {
        String columns = view.columns().stream()
                .map(column -> SelectList.quote(column.name()))
                .collect(Collectors.joining(", ", ", ", ""));
        String texts = SelectList.VIEW.texts(view.columns());
        return "WITH hashed AS (SELECT pg_catalog.md5(" + SelectList.VIEW.row("pgturso_row", view.columns())
                + ") AS pgturso_hash"
                + columns + " FROM " + SelectList.quote(view.name()) + " AS pgturso_row), "
                + "present AS (SELECT " + keyExpression() + " AS pgturso_key, * FROM hashed), "
                + "counted AS (SELECT " + duplicates() + " AS pgturso_count, * FROM present) "
                + "SELECT pgturso_key, pgturso_hash, pgturso_old_key, pgturso_count, " + texts
                + (hiddenKey == null ? "" : ", pgturso_key")
                + " FROM counted FULL JOIN (SELECT key AS pgturso_old_key, hash AS pgturso_old_hash"
                + " FROM turso.row_hash WHERE replication = ?) AS old"
                + " ON pgturso_old_key = pgturso_key WHERE pgturso_hash IS DISTINCT FROM pgturso_old_hash";
    }

    private String keyExpression() {
        if (hiddenKey != null) {
            return "pgturso_hash || '-' || pg_catalog.row_number() OVER (PARTITION BY pgturso_hash)";
        }
        return key.stream()
                .map(name -> SelectList.VIEW.text(column(name)))
                .collect(Collectors.joining(", ", "pg_catalog.json_build_array(", ")::text"));
    }

    private Column column(String name) {
        return view.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A materialized view's unique index has seen to it already. */
    private String duplicates() {
        boolean unsure = hiddenKey == null && view.kind() == Relation.Kind.VIEW;
        return unsure ? "pg_catalog.count(*) OVER (PARTITION BY pgturso_key)" : "1";
    }

    private String keyColumns() {
        return "(" + String.join(", ", key) + ")";
    }

    private PgTursoException ambiguous(String detail) {
        return new PgTursoException(
                        ErrorKind.NOT_SUPPORTED, "rows of \"" + view.name() + "\" can't be told apart by their key")
                .detail(detail)
                .hint(
                        "Unschedule it and schedule it again with the option \"key\": columns that are unique and never null,"
                                + " or [] to go without a key.");
    }
}
