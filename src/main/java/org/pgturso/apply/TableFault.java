package org.pgturso.apply;

import org.pgturso.error.PgTursoException;

/** The changes of one table can't be applied; those of others can. */
public final class TableFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final PgTursoException reason;

    public TableFault(String table, PgTursoException reason) {
        super(reason);
        this.table = table;
        this.reason = reason;
    }

    /** The table's name in the target. */
    public String table() {
        return table;
    }

    public PgTursoException reason() {
        return reason;
    }
}
