package org.pgturso.view;

import org.pgturso.postgres.Relation;
import org.pgturso.postgres.SelectList;
import org.pgturso.postgres.Session;

/**
 * Refreshes a materialized view: concurrently, so that its readers are not held up, where it is populated and has a
 * unique index over plain columns.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html">REFRESH MATERIALIZED VIEW</a>
 */
final class ViewRefresh {
    private ViewRefresh() {}

    static void run(Session session, Relation view) {
        boolean concurrently = session.first(
                        "SELECT c.relispopulated AND EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid"
                                + " AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL)"
                                + " FROM pg_catalog.pg_class c WHERE c.oid = ?",
                        row -> row.getBoolean(1),
                        view.oid())
                .orElse(false);
        session.update(
                "REFRESH MATERIALIZED VIEW " + (concurrently ? "CONCURRENTLY " : "") + SelectList.quote(view.name()));
    }
}
