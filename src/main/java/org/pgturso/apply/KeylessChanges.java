package org.pgturso.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.pgturso.change.Cell;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;

/**
 * Changes of a table whose rows nothing tells apart: they are done one after the other, an update or delete to one of
 * the rows that equal the old one. Old rows are whole here, or the table takes inserts only.
 */
final class KeylessChanges implements TableChanges {
    private final TableSql sql;
    private final RowLayout layout;
    private final ValueWriter values;
    private final List<Statement> earlier = new ArrayList<>();
    private final BulkWriter inserts;
    private long bytes;

    KeylessChanges(TargetTable table) {
        sql = new TableSql(table);
        layout = new RowLayout(table);
        values = new ValueWriter(table);
        inserts = new BulkWriter(values, sql.allColumns(), sql.bulkUpsert(), sql.upsert(), earlier::add);
    }

    @Override
    public void insert(Row row) {
        List<Cell> image = Arrays.asList(layout.whole(row));
        inserts.add(image);
        bytes += RowLayout.size(image);
    }

    @Override
    public void update(OldRow old, Row row) {
        Cell[] before = before(old);
        Cell[] after = layout.overlay(before.clone(), row);
        List<SqliteValue> parameters = new ArrayList<>(parameters(before));
        parameters.addAll(parameters(after));
        add(new Statement(sql.updateEqual(), parameters));
    }

    @Override
    public void delete(OldRow old) {
        add(new Statement(sql.deleteEqual(), parameters(before(old))));
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
    }

    private Cell[] before(OldRow old) {
        if (old instanceof OldRow.Identity identity) {
            return layout.image(identity.row(), Cell.NULL);
        }
        throw layout.noReplicaIdentity();
    }

    private List<SqliteValue> parameters(Cell[] image) {
        List<Cell> cells = Arrays.asList(image);
        bytes += RowLayout.size(cells);
        return values.parameters(sql.allColumns(), cells);
    }
}
