package org.pgturso.worker;

import com.google.gson.JsonObject;
import org.pgturso.postgres.Session;

/** What a worker in charge does for the database, besides carrying calls and answers. */
interface Duties extends AutoCloseable {
    /**
     * Carries out a call. Several threads do this at once.
     *
     * @return the answer; what went wrong may be part of it
     */
    JsonObject answer(String op, JsonObject args);

    /** Sees, about once a second, what is to be done, and returns soon: what takes longer is for another thread. */
    void look(Session session);

    /** Asks what goes on in other threads to end, each at a point where nothing is left half done. Returns at once. */
    void end();

    /** Waits some seconds for that end, then enforces it. */
    @Override
    void close();
}
