package org.pgturso.replication;

import org.pgturso.error.PgTursoException;

/** A change of one table can't be applied; the others of the target can go on without it. */
final class TableFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TableFeed feed;
    private final PgTursoException reason;

    TableFault(TableFeed feed, PgTursoException reason) {
        super(reason);
        this.feed = feed;
        this.reason = reason;
    }

    TableFeed feed() {
        return feed;
    }

    PgTursoException reason() {
        return reason;
    }
}
