package org.pgturso.apply;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** Which table each statement of a batch is for, so that what one of them does wrong is the fault of its table alone. */
public final class StatementOwners {
    private final NavigableMap<Integer, String> tablesByFirst = new TreeMap<>();

    /** The statements from this one on are for a table. */
    void begin(int first, String table) {
        tablesByFirst.put(first, table);
    }

    /** A batch's failure as the fault of a table, where the target rejected one of its statements; else as it is. */
    public RuntimeException blame(PgTursoException failure) {
        if (failure.kind() != ErrorKind.TARGET_REJECTED || failure.statement().isEmpty()) {
            return failure;
        }
        Map.Entry<Integer, String> owner =
                tablesByFirst.floorEntry(failure.statement().getAsInt());
        return owner == null ? failure : fault(owner.getValue(), failure);
    }

    private static TableFault fault(String table, PgTursoException failure) {
        failure.detail(failure.detail() + " It writes to table \"" + table + "\".")
                .hint("Somebody may have changed the table in Turso, or a row got longer than Turso takes."
                        + " Put that right and call turso_resync for the relation.");
        return new TableFault(table, failure);
    }
}
