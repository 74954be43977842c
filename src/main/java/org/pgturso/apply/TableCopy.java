package org.pgturso.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.pgturso.change.Cell;
import org.pgturso.turso.Statement;

/**
 * Copies a whole table to the target in batches, of which one is on its way while the next is collected. The first one
 * empties the table. Readers see the table grow.
 *
 * <p>Batches are counted under a watermark of the copy's own, so that one that is sent twice is applied once, in a table
 * without a key too, and a second copy at the same time stops the first. One thread at a time.
 */
public final class TableCopy {
    private static final long BATCH_BYTES = 4L << 20;

    private final Target target;
    private final String guard;
    private final RowWriter writer;
    private final List<Statement> first;
    private Watermark done = new Watermark(0, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 0);
    private Optional<PendingCommit> underWay = Optional.empty();
    private long rows;

    TableCopy(Target target, TargetTable table, String source) {
        this.target = target;
        this.guard = guard(source, table.name());
        this.writer = new RowWriter(table);
        this.first = List.of(Statement.of(new TableSql(table).deleteAll()));
        target.reset(guard, done);
    }

    /** The name under which a copy's batches are counted. */
    static String guard(String source, String table) {
        return source + " copy " + table;
    }

    /**
     * Adds a row; may wait for the batch before the last.
     *
     * @param row Postgres' text of every column of the table, in its order
     */
    public void add(List<Cell> row) {
        if (writer.upsert(row)) {
            rows++;
        }
        if (writer.bytes() >= BATCH_BYTES) {
            send();
        }
    }

    /** Returns when all rows are in the target; the result is their number. */
    public long finish() {
        send();
        awaitUnderWay();
        target.forget(guard);
        return rows;
    }

    /** The rows that were rejected. */
    public List<Rejection> rejections() {
        return writer.rejections(Rejection.What.COPY);
    }

    private void send() {
        awaitUnderWay();
        List<Statement> statements = new ArrayList<>(done.part() == 0 ? first : List.of());
        statements.addAll(writer.take());
        Watermark next = done.withPart(done.partXid(), done.part() + 1);
        underWay = Optional.of(target.submit(statements, guard, done, next));
        done = next;
    }

    private void awaitUnderWay() {
        Optional<PendingCommit> waiting = underWay;
        underWay = Optional.empty();
        waiting.ifPresent(PendingCommit::await);
    }
}
