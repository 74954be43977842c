package org.pgturso.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.pgturso.change.Cell;
import org.pgturso.change.Row;

/** Reads rows whose columns were selected by {@link SelectList#texts}. */
public final class RowTexts {
    private final List<String> columns;
    private final int first;

    /**
     * Reads columns beside each other.
     *
     * @param columns names for the cells
     * @param first where the first of them stands in the result, counted from 1
     */
    public RowTexts(List<String> columns, int first) {
        this.columns = List.copyOf(columns);
        this.first = first;
    }

    public Row read(ResultSet result) throws SQLException {
        List<Cell> cells = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            String text = result.getString(first + i);
            cells.add(text == null ? Cell.NULL : Cell.text(text));
        }
        return new Row(columns, cells);
    }
}
