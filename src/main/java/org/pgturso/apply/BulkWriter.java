package org.pgturso.apply;

import java.util.List;
import java.util.function.Consumer;
import org.pgturso.change.Cell;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;

/**
 * Cuts rows into statements of about 1 MiB, each with its rows in one JSON parameter. A row that is longer gets a
 * statement of its own with a parameter a value: JSON escapes and hexadecimal digits would make it longer still.
 */
final class BulkWriter {
    private static final int STATEMENT_CHARS = 1 << 20;

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

    void add(List<Cell> row) {
        int start = json.length();
        json.append(start == 0 ? "[[" : ",[");
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            values.element(json, columns[i], row.get(i));
        }
        json.append(']');
        if (json.length() - start > STATEMENT_CHARS) {
            json.setLength(start);
            end();
            out.accept(new Statement(singleSql, values.parameters(columns, row)));
        } else if (json.length() >= STATEMENT_CHARS) {
            end();
        }
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
