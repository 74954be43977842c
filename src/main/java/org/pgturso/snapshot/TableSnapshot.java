package org.pgturso.snapshot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.RowTexts;
import org.pgturso.postgres.SelectList;
import org.pgturso.postgres.Session;

/**
 * Reads a table for its first copy. The rows and {@code turso.snapshot()} come from one query and so from the same
 * snapshot: what the snapshot sees is in the copy, any other transaction will come through the slot.
 */
public final class TableSnapshot {
    private static final int FETCH_ROWS = 2_000;

    private final Session session;
    private String snapshot = "";
    private Lsn lsn = Lsn.ZERO;

    public TableSnapshot(Session session) {
        this.session = session;
    }

    /**
     * Hands over every row. A partitioned table gives those of all its partitions, any other only its own. A copy must not
     * miss any, so call it with {@link org.pgturso.postgres.PinnedSettings#during}.
     */
    public void read(Relation table, Consumer<Row> out) {
        boolean partitioned = session.text("SELECT relkind::text FROM pg_catalog.pg_class WHERE oid = ?", table.oid())
                .equals("p");
        List<Column> columns = table.columns();
        RowTexts texts = new RowTexts(columns.stream().map(Column::name).toList(), 4);
        session.stream(select(table, columns, partitioned), FETCH_ROWS, result -> row(result, texts, out));
        if (snapshot.isEmpty()) {
            throw new PgTursoException(ErrorKind.INTERNAL, "query returned no snapshot");
        }
    }

    private static String select(Relation table, List<Column> columns, boolean partitioned) {
        return "SELECT s.snapshot, s.lsn::text, r.* FROM turso.snapshot() AS s LEFT JOIN"
                + " (SELECT true AS present, " + SelectList.TABLE.texts(columns)
                + " FROM " + (partitioned ? "" : "ONLY ") + SelectList.quote(table.name())
                + ") AS r ON true";
    }

    private void row(ResultSet result, RowTexts texts, Consumer<Row> out) throws SQLException {
        if (snapshot.isEmpty()) {
            snapshot = result.getString(1);
            lsn = Lsn.parse(result.getString(2));
        }
        if (result.getBoolean(3)) {
            out.accept(texts.read(result));
        }
    }

    /** The {@code pg_snapshot} of what {@link #read} handed over. */
    public String snapshot() {
        return snapshot;
    }

    /** Every transaction that the snapshot sees committed before this position. */
    public Lsn lsn() {
        return lsn;
    }
}
