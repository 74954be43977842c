package org.pgturso.apply;

import java.util.List;
import java.util.function.Consumer;
import org.pgturso.change.Cell;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;

/**
 * Cuts rows into statements of about 1 MiB, each with its rows in one JSON parameter. A row that is long itself gets a
 * statement of its own with a parameter a value: JSON escapes and hexadecimal digits would make it longer still.
 */
final class BulkWriter {
    /** With one row more, of three bytes a character, a parameter is still one that Turso takes. */
    private static final int STATEMENT_CHARS = 1 << 20;

    private static final int ROW_CHARS = 1 << 19;

    private final ValueWriter values;
    private final int[] columns;
    private final String bulkSql;
    private final String singleSql;
    private final Consumer<Statement> out;
    private final StringBuilder json = new StringBuilder();

    /**
     * Writes rows by either of two SQL texts that do the same.
     *
     * @param columns the column at each position of a row
     */
    BulkWriter(ValueWriter values, int[] columns, String bulkSql, String singleSql, Consumer<Statement> out) {
        this.values = values;
        this.columns = columns;
        this.bulkSql = bulkSql;
        this.singleSql = singleSql;
        this.out = out;
    }

    /**
     * Adds a row.
     *
     * @throws UnreplicableRow where the target can't hold it; then it was not added
     */
    void add(List<Cell> row) {
        int start = json.length();
        try {
            append(row);
        } catch (UnreplicableRow e) {
            json.setLength(start);
            throw e;
        }
        if (json.length() - start > ROW_CHARS) {
            json.setLength(start);
            Statement single = new Statement(singleSql, values.parameters(columns, row));
            end();
            out.accept(single);
        } else if (json.length() >= STATEMENT_CHARS) {
            end();
        }
    }

    private void append(List<Cell> row) {
        json.append(json.length() == 0 ? "[[" : ",[");
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            values.element(json, columns[i], row.get(i));
        }
        json.append(']');
    }

    /** Hands over what is left. */
    void end() {
        if (json.length() > 0) {
            out.accept(
                    Statement.of(bulkSql, new SqliteValue.Text(json.append(']').toString())));
            json.setLength(0);
        }
    }

    /** Forgets what is left. */
    void clear() {
        json.setLength(0);
    }
}
