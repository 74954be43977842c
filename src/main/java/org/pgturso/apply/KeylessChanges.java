package org.pgturso.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pgturso.change.Cell;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.postgres.Lsn;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;

/**
 * Changes of a table whose rows nothing tells apart: they are done one after the other, an update or delete to one of
 * the rows that equal the old one. Old rows are whole here, or the table takes inserts only. A row that the target can't
 * hold is not there to be changed or deleted.
 */
final class KeylessChanges implements TableChanges {
    /** For a batch an update or delete counts so much more, as each searches the whole table and a batch has its time. */
    private static final long SEARCH_BYTES = 16 << 10;

    private final TableSql sql;
    private final RowLayout layout;
    private final ValueWriter values;
    private final List<Statement> earlier = new ArrayList<>();
    private final BulkWriter inserts;
    private final Rejections rejections;
    private long bytes;

    KeylessChanges(TargetTable table) {
        sql = new TableSql(table);
        layout = new RowLayout(table);
        values = new ValueWriter(table);
        inserts = new BulkWriter(values, sql.allColumns(), sql.bulkUpsert(), sql.upsert(), earlier::add);
        rejections = new Rejections(table);
    }

    @Override
    public void insert(Row row) {
        insert(Arrays.asList(layout.whole(row)));
    }

    @Override
    public void update(OldRow old, Row row) {
        Cell[] before = before(old);
        Cell[] after = layout.overlay(before.clone(), row);
        if (Arrays.equals(before, after)) {
            return;
        }
        Optional<List<SqliteValue>> found = find(before);
        if (found.isEmpty()) {
            insert(Arrays.asList(after));
            return;
        }
        try {
            List<SqliteValue> parameters = new ArrayList<>(found.get());
            parameters.addAll(parameters(after));
            add(new Statement(sql.updateEqual(), parameters));
        } catch (UnreplicableRow e) {
            rejections.add(e, List.of());
            add(new Statement(sql.deleteEqual(), found.get()));
        }
    }

    @Override
    public void delete(OldRow old) {
        find(before(old)).ifPresent(found -> add(new Statement(sql.deleteEqual(), found)));
    }

    @Override
    public List<Rejection> rejections(Lsn lsn) {
        return rejections.take(Rejection.What.CHANGE, lsn);
    }

    private void insert(List<Cell> image) {
        try {
            inserts.add(image);
            bytes += RowLayout.size(image);
        } catch (UnreplicableRow e) {
            rejections.add(e, List.of());
        }
    }

    /** The parameters that find a row; empty where the target can't have it. */
    private Optional<List<SqliteValue>> find(Cell[] image) {
        try {
            return Optional.of(parameters(image));
        } catch (UnreplicableRow e) {
            rejections.absent(e);
            return Optional.empty();
        }
    }

    @Override
    public void truncate() {
        inserts.clear();
        earlier.clear();
        earlier.add(Statement.of(sql.deleteAll()));
        bytes = 0;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void write(Consumer<Statement> out) {
        inserts.end();
        earlier.forEach(out);
    }

    private void add(Statement statement) {
        inserts.end();
        earlier.add(statement);
        bytes += SEARCH_BYTES;
    }

    private Cell[] before(OldRow old) {
        if (old instanceof OldRow.Identity identity) {
            return layout.image(identity.row(), Cell.NULL);
        }
        throw layout.noReplicaIdentity();
    }

    private List<SqliteValue> parameters(Cell[] image) {
        List<Cell> cells = Arrays.asList(image);
        List<SqliteValue> parameters = values.parameters(sql.allColumns(), cells);
        bytes += RowLayout.size(cells);
        return parameters;
    }
}
