package org.pgturso.worker;

import org.pgturso.postgres.Session;

/**
 * Which worker is in charge of a database: the one whose session holds an advisory lock. Backends look at the same lock
 * to see whether anybody would answer ({@code turso.worker_pid()}).
 */
final class Leadership {
    private final Session session;

    /** Leads by this session, autocommit on, for as long as it lives. */
    Leadership(Session session) {
        this.session = session;
    }

    /** Tries to take charge; never waits, since a waiting query would hold back vacuum. */
    boolean take() {
        return session.first("SELECT pg_try_advisory_lock(1885828213, 1)", row -> row.getBoolean(1))
                .orElse(false);
    }

    /** Lets another worker take charge. */
    void give() {
        session.text("SELECT pg_advisory_unlock(1885828213, 1)");
    }
}
