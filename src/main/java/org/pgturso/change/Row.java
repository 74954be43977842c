package org.pgturso.change;

import java.util.List;

/**
 * Cells beside the names of their columns, in the order in which the plugin gave them. {@code columns} is shared by all
 * rows of a relation where the plugin allows it; both lists have the same length.
 *
 * <p>A row may lack columns of its table. In the new row of an UPDATE such a column keeps its value: it is stored out of
 * line (TOAST) and was not changed, so the WAL does not hold it.
 */
public record Row(List<String> columns, List<Cell> cells) {
    public Row {
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
        if (columns.size() != cells.size()) {
            throw new IllegalArgumentException(columns.size() + " columns, " + cells.size() + " cells");
        }
    }

    public int size() {
        return cells.size();
    }
}
