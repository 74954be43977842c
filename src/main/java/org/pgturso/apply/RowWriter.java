package org.pgturso.apply;

import java.util.ArrayList;
import java.util.List;
import org.pgturso.change.Cell;
import org.pgturso.turso.Statement;

/**
 * Writes rows that are whole and whose keys are distinct, as a copy or a comparison finds them. What was collected since
 * the last {@link #take} becomes statements: first the deletions, then the rows. One thread at a time.
 */
public final class RowWriter {
    private final List<Statement> deletions = new ArrayList<>();
    private final List<Statement> rows = new ArrayList<>();
    private final BulkWriter deletes;
    private final BulkWriter upserts;
    private long bytes;

    public RowWriter(TargetTable table) {
        TableSql sql = new TableSql(table);
        ValueWriter values = new ValueWriter(table);
        deletes = new BulkWriter(values, sql.keyColumns(), sql.bulkDelete(), sql.delete(), deletions::add);
        upserts = new BulkWriter(values, sql.allColumns(), sql.bulkUpsert(), sql.upsert(), rows::add);
    }

    /**
     * Writes a row over the one with the same key; in a table without a key it is added.
     *
     * @param row Postgres' text of every column of the table, in its order
     */
    public void upsert(List<Cell> row) {
        upserts.add(row);
        bytes += RowLayout.size(row);
    }

    /** Deletes the row with the key, if there is one; the table must have a key. */
    public void delete(List<Cell> key) {
        deletes.add(key);
        bytes += RowLayout.size(key);
    }

    /** About how long the statements will be. */
    public long bytes() {
        return bytes;
    }

    /** The statements for what was collected, which is then forgotten. */
    public List<Statement> take() {
        deletes.end();
        upserts.end();
        List<Statement> statements = new ArrayList<>(deletions);
        statements.addAll(rows);
        deletions.clear();
        rows.clear();
        bytes = 0;
        return statements;
    }
}
