package org.pgturso.replication;

import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.Counts;
import org.pgturso.postgres.Lsn;

/**
 * How a run ended for one replication.
 *
 * @param lsn of a table: up to where the WAL is in the target; null for views and where the run failed
 * @param error null where it succeeded
 */
record RunResult(
        int replication,
        Counts counts,
        @Nullable Lsn lsn,
        Duration duration,
        @Nullable JsonObject error) {

    JsonObject toJson(Replication of) {
        JsonObject json = new JsonObject();
        json.addProperty("replication", replication);
        json.addProperty("relation", of.relation().oid());
        json.addProperty("kind", of.relation().kind().word());
        json.addProperty("inserted", counts.inserted());
        json.addProperty("updated", counts.updated());
        json.addProperty("deleted", counts.deleted());
        if (lsn != null) {
            json.addProperty("lsn", lsn.toString());
        }
        json.addProperty("duration_ms", duration.toNanos() / 1e6);
        if (error != null) {
            json.add("error", error);
        }
        return json;
    }
}
