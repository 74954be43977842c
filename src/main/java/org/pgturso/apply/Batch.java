package org.pgturso.apply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.turso.Statement;

/**
 * Collects row changes in the order of the stream and gives the statements that do the same to the target: for a table
 * with a key the net effect of its changes. One thread at a time.
 *
 * <p>The caller says when it is enough, by {@link #bytes} and {@link #changes}, and begins a new batch where a table's
 * shape changes.
 */
public final class Batch {
    private final Map<String, Collected> tables = new LinkedHashMap<>();
    private final StatementOwners owners = new StatementOwners();
    private long changes;

    private static final class Collected {
        final TargetTable table;
        final TableChanges changes;
        long inserted;
        long updated;
        long deleted;

        Collected(TargetTable table) {
            this.table = table;
            this.changes = TableChanges.of(table);
        }
    }

    /**
     * Adds an INSERT.
     *
     * @throws TableFault OUT_OF_STEP where the row has other columns than the table
     */
    public void insert(TargetTable table, Row row) {
        add(table, changes -> changes.insert(row)).inserted++;
    }

    /**
     * Adds an UPDATE.
     *
     * @throws TableFault NOT_SUPPORTED where the table has no key and the old row did not come; OUT_OF_STEP where the row
     *     has a column that the table lacks
     */
    public void update(TargetTable table, OldRow old, Row row) {
        add(table, changes -> changes.update(old, row)).updated++;
    }

    /**
     * Adds a DELETE.
     *
     * @throws TableFault NOT_SUPPORTED where the old row did not come as far as it is needed
     */
    public void delete(TargetTable table, OldRow old) {
        add(table, changes -> changes.delete(old)).deleted++;
    }

    /** Adds a TRUNCATE of one table. */
    public void truncate(TargetTable table) {
        add(table, TableChanges::truncate);
    }

    /** How many changes were added, TRUNCATEs among them. */
    public long changes() {
        return changes;
    }

    /** About how long the statements will be. */
    public long bytes() {
        long bytes = 0;
        for (Collected collected : tables.values()) {
            bytes += collected.changes.bytes();
        }
        return bytes;
    }

    public boolean isEmpty() {
        return changes == 0;
    }

    /** The rows changed so far, by the name of the target table. */
    public Map<String, Counts> counts() {
        Map<String, Counts> counts = new LinkedHashMap<>();
        tables.forEach((name, collected) ->
                counts.put(name, new Counts(collected.inserted, collected.updated, collected.deleted)));
        return counts;
    }

    /**
     * The statements, to be run in this order in one transaction.
     *
     * @throws TableFault where a table has a row that the target can't hold and that it may not skip: NOT_SUPPORTED where
     *     it is too long, PROTOCOL_VIOLATION where a value is not one of its column's type
     */
    public List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        tables.values().forEach(collected -> {
            owners.begin(statements.size(), collected.table.name());
            guarded(collected, changes -> changes.write(statements::add));
        });
        return statements;
    }

    /** Which table each of the {@link #statements} is for. */
    public StatementOwners owners() {
        return owners;
    }

    /**
     * The rows that were rejected on the way to the {@link #statements}, by the name of the target table.
     *
     * @param lsn how far the target will be with them
     */
    public Map<String, List<Rejection>> rejections(Lsn lsn) {
        Map<String, List<Rejection>> rejections = new HashMap<>();
        tables.forEach((name, collected) -> rejections.put(name, collected.changes.rejections(lsn)));
        return rejections;
    }

    private Collected add(TargetTable table, Consumer<TableChanges> change) {
        Collected collected = collected(table);
        guarded(collected, change);
        return collected;
    }

    private static void guarded(Collected collected, Consumer<TableChanges> work) {
        try {
            work.accept(collected.changes);
        } catch (PgTursoException e) {
            throw new TableFault(collected.table.name(), e);
        }
    }

    private Collected collected(TargetTable table) {
        changes++;
        Collected collected = tables.computeIfAbsent(table.name(), name -> new Collected(table));
        if (!collected.table.equals(table)) {
            throw new PgTursoException(ErrorKind.INTERNAL, "table changed its shape within a batch");
        }
        return collected;
    }
}
