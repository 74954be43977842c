package org.pgturso.worker;

import com.google.gson.JsonObject;
import org.pgturso.postgres.Session;

/** What a worker in charge does for the database, besides carrying calls and answers. */
interface Duties extends AutoCloseable {
    /**
     * Carries out a call. Several threads do this at once, each with a session of its own.
     *
     * @return the answer; what went wrong is part of it
     */
    JsonObject answer(Session session, String op, JsonObject args);

    /** Sees, about once a second, what is to be done, and returns soon: what takes longer is for another thread. */
    void look(Session session);

    /** Ends what goes on in other threads, each at a point where nothing is left half done. */
    @Override
    void close();
}
