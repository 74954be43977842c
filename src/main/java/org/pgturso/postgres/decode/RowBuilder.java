package org.pgturso.postgres.decode;

import java.util.ArrayList;
import java.util.List;
import org.pgturso.change.Cell;
import org.pgturso.change.Row;

/** Collects the cells of a row one by one. */
final class RowBuilder {
    private final List<String> columns = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    void add(String column, Cell cell) {
        columns.add(column);
        cells.add(cell);
    }

    Row build() {
        return new Row(columns, cells);
    }

    /** Builds a row whose list of columns is the one that earlier rows with the same columns have. */
    Row build(ColumnLists lists) {
        return new Row(lists.shared(columns), cells);
    }
}
