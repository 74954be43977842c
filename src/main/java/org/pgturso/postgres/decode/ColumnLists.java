package org.pgturso.postgres.decode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists of column names that were seen, so that the many rows of a table share one. */
final class ColumnLists {
    private final Map<List<String>, List<String>> seen = new HashMap<>();

    List<String> shared(List<String> columns) {
        List<String> known = seen.get(columns);
        if (known == null) {
            known = List.copyOf(columns);
            seen.put(known, known);
        }
        return known;
    }
}
