package org.pgturso.worker;

import com.google.gson.JsonObject;
import org.pgturso.postgres.Session;

/** Keeps targets up to date. */
final class Replicating implements Duties {
    Replicating(SessionPool sessions) {}

    @Override
    public JsonObject answer(Session session, String op, JsonObject args) {
        return new JsonObject();
    }

    @Override
    public void look(Session session) {}

    @Override
    public void close() {}
}
