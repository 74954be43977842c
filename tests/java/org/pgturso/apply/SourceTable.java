package org.pgturso.apply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;

/** A table in Postgres, as simple as can be: what it holds, and what its changes look like in the stream. */
final class SourceTable {
    /** What the WAL tells of old rows, or what a plugin makes of it. */
    enum Identity {
        KEY_WHEN_CHANGED,
        KEY_ALWAYS,
        FULL
    }

    private final TargetTable table;
    private final Identity identity;
    private final List<List<@Nullable String>> rows = new ArrayList<>();

    SourceTable(TargetTable table, Identity identity) {
        this.table = table;
        this.identity = identity;
    }

    int size() {
        return rows.size();
    }

    List<@Nullable String> row(int index) {
        return rows.get(index);
    }

    boolean holdsKeyOf(List<@Nullable String> row) {
        return !table.key().isEmpty()
                && rows.stream().anyMatch(other -> key(other).equals(key(row)));
    }

    void insert(List<@Nullable String> row, Batch batch) {
        rows.add(row);
        batch.insert(table, stream(row, List.of()));
    }

    /** Replaces a row; the stream lacks the columns of TOAST values that did not change. */
    void update(int index, List<@Nullable String> row, List<Integer> toast, Batch batch) {
        List<@Nullable String> old = rows.set(index, row);
        List<Integer> unchanged = toast.stream()
                .filter(column -> row.get(column) != null && Objects.equals(old.get(column), row.get(column)))
                .toList();
        boolean silent = identity == Identity.KEY_WHEN_CHANGED && key(old).equals(key(row));
        batch.update(table, silent ? OldRow.NONE : old(old), stream(row, unchanged));
    }

    void delete(int index, Batch batch) {
        batch.delete(table, old(rows.remove(index)));
    }

    void truncate(Batch batch) {
        rows.clear();
        batch.truncate(table);
    }

    /** The rows as {@link TargetDatabase#query} gives them. */
    List<String> literals() {
        List<String> literals = new ArrayList<>();
        for (List<@Nullable String> row : rows) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                values.add(Rows.literal(table.columns().get(i), row.get(i)));
            }
            literals.add(String.join("|", values));
        }
        Collections.sort(literals);
        return literals;
    }

    private List<@Nullable String> key(List<@Nullable String> row) {
        return row.subList(0, table.key().size());
    }

    private OldRow old(List<@Nullable String> row) {
        List<String> names = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        int columns = identity == Identity.FULL ? row.size() : table.key().size();
        for (int i = 0; i < columns; i++) {
            if (row.get(i) != null) {
                names.add(table.columns().get(i).name());
                cells.add(Rows.cell(row.get(i)));
            }
        }
        return new OldRow.Identity(new Row(names, cells));
    }

    /** The row without some columns, its columns in another order than the target's. */
    private Row stream(List<@Nullable String> row, List<Integer> without) {
        List<String> names = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        for (int i = row.size() - 1; i >= 0; i--) {
            if (!without.contains(i)) {
                names.add(table.columns().get(i).name());
                cells.add(Rows.cell(row.get(i)));
            }
        }
        return new Row(names, cells);
    }
}
