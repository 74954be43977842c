package org.pgturso.apply;

import java.util.List;
import java.util.function.Consumer;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.postgres.Lsn;
import org.pgturso.turso.Statement;

/** The changes of one table that a batch has collected, in the order of the stream. */
interface TableChanges {
    void insert(Row row);

    void update(OldRow old, Row row);

    void delete(OldRow old);

    void truncate();

    /** About how long what is left of the changes is. */
    long bytes();

    /** Hands over the statements that do to the target what the changes did to the source. */
    void write(Consumer<Statement> out);

    /**
     * The rows that were rejected on the way to the statements.
     *
     * @param lsn how far the target will be with them
     */
    List<Rejection> rejections(Lsn lsn);

    static TableChanges of(TargetTable table) {
        return table.key().isEmpty() ? new KeylessChanges(table) : new KeyedChanges(table);
    }
}
