package org.pgturso.view;

import com.google.gson.JsonArray;
import org.pgturso.postgres.Session;

/** The hashes of the rows that the target has, {@code turso.row_hash}, changed together with what was shipped. */
final class RowHashes {
    private final Session session;
    private final int replication;
    private JsonArray written = new JsonArray();
    private JsonArray gone = new JsonArray();

    RowHashes(Session session, int replication) {
        this.session = session;
        this.replication = replication;
    }

    void forgetAll() {
        session.update("DELETE FROM turso.row_hash WHERE replication = ?", replication);
    }

    void written(String key, String hash) {
        JsonArray pair = new JsonArray(2);
        pair.add(key);
        pair.add(hash);
        written.add(pair);
    }

    void gone(String key) {
        gone.add(key);
    }

    /** Writes what was collected since the last time. */
    void save() {
        if (!gone.isEmpty()) {
            session.update(
                    "DELETE FROM turso.row_hash WHERE replication = ?"
                            + " AND key IN (SELECT pg_catalog.json_array_elements_text(?::json))",
                    replication,
                    gone.toString());
            gone = new JsonArray();
        }
        if (!written.isEmpty()) {
            session.update(
                    "INSERT INTO turso.row_hash (replication, key, hash)"
                            + " SELECT ?, pair ->> 0, pair ->> 1 FROM pg_catalog.json_array_elements(?::json) AS pair"
                            + " ON CONFLICT (replication, key) DO UPDATE SET hash = excluded.hash",
                    replication,
                    written.toString());
            written = new JsonArray();
        }
    }
}
