package org.pgturso.apply;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.postgres.Lsn;

/** Rows of one table that the target can't hold: an error at the first, or a note of the last ones. */
final class Rejections {
    /** More than these are not kept in Postgres either. */
    private static final int MOST = 1_000;

    private static final int LONGEST_KEY = 1_000;

    private final TargetTable table;
    private final Deque<Noted> noted = new ArrayDeque<>();

    private record Noted(UnreplicableRow row, Map<String, String> key) {}

    Rejections(TargetTable table) {
        this.table = table;
    }

    /**
     * Notes a row, which then has to go from the target.
     *
     * @param key its cells, in the order of the table's key
     * @throws org.pgturso.error.PgTursoException the reason, where the table is not to skip rows
     */
    void add(UnreplicableRow row, List<? extends @Nullable Cell> key) {
        absent(row);
        if (noted.size() == MOST) {
            noted.removeFirst();
        }
        noted.addLast(new Noted(row, texts(key)));
    }

    /**
     * Passes over a row that is only looked for: the target can't have it.
     *
     * @throws org.pgturso.error.PgTursoException the reason, where the table is not to skip rows
     */
    void absent(UnreplicableRow row) {
        if (table.onUnreplicable() == OnUnreplicable.ERROR) {
            throw row.reason();
        }
    }

    /** What was noted, which is then forgotten. */
    List<Rejection> take(Rejection.What what, @Nullable Lsn lsn) {
        List<Rejection> taken = noted.stream()
                .map(each -> new Rejection(
                        what,
                        each.row.column(),
                        each.row.bytes(),
                        each.key,
                        each.row.reason().getMessage(),
                        lsn))
                .toList();
        noted.clear();
        return taken;
    }

    private Map<String, String> texts(List<? extends @Nullable Cell> key) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < key.size(); i++) {
            String column = table.key().get(i);
            if (key.get(i) instanceof Cell.Text text && !column.equals(TargetTable.HIDDEN_KEY)) {
                texts.put(column, text.value());
            }
        }
        int length = texts.values().stream().mapToInt(String::length).sum();
        return length > LONGEST_KEY ? Map.of() : texts;
    }
}
