package org.pgturso.apply;

import java.util.ArrayList;
import java.util.Arrays;
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
    private final int[] key;
    private final Rejections rejections;
    private long bytes;

    public RowWriter(TargetTable table) {
        this(table, new Rejections(table));
    }

    RowWriter(TargetTable table, Rejections rejections) {
        this.rejections = rejections;
        TableSql sql = new TableSql(table);
        ValueWriter values = new ValueWriter(table);
        key = sql.keyColumns();
        deletes = new BulkWriter(values, sql.keyColumns(), sql.bulkDelete(), sql.delete(), deletions::add);
        upserts = new BulkWriter(values, sql.allColumns(), sql.bulkUpsert(), sql.upsert(), rows::add);
    }

    /**
     * Writes a row over the one with the same key; in a table without a key it is added. A row that the target can't hold
     * and that may be skipped is rejected: it is not written, and the one with the same key goes.
     *
     * @param row Postgres' text of every column of the table, in its order
     * @return whether the target will have it
     * @throws org.pgturso.error.PgTursoException where the target can't hold it and it may not be skipped
     */
    public boolean upsert(List<Cell> row) {
        try {
            upserts.add(row);
        } catch (UnreplicableRow e) {
            List<Cell> gone = Arrays.stream(key).mapToObj(row::get).toList();
            rejections.add(e, gone);
            if (!gone.isEmpty()) {
                delete(gone);
            }
            return false;
        }
        bytes += RowLayout.size(row);
        return true;
    }

    /** Deletes the row with the key, if there is one; the table must have a key. */
    public void delete(List<Cell> key) {
        try {
            deletes.add(key);
        } catch (UnreplicableRow e) {
            rejections.absent(e);
        }
        bytes += RowLayout.size(key);
    }

    /** The rows that were rejected since this was last asked. */
    public List<Rejection> rejections(Rejection.What what) {
        return rejections.take(what, null);
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
