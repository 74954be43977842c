package org.pgturso.turso;

import java.util.List;
import org.pgturso.sqlite.SqliteValue;

/** What one statement returned. */
public record StatementResult(List<String> columns, List<List<SqliteValue>> rows, long affectedRows) {
    public StatementResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
