package org.pgturso.worker;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Optional;
import org.pgturso.postgres.Session;

/**
 * The worker's end of the mailbox: requests come through sequences, answers go into {@code turso.reply}. The SQL
 * functions {@code turso.mailbox_*} hold the protocol.
 */
final class Mailbox {
    /**
     * A call that a backend waits for.
     *
     * @param number the call's number, to be given back with the answer
     */
    record Request(long number, String op, JsonObject args) {}

    private final Session session;

    /** Uses a session with autocommit on. */
    Mailbox(Session session) {
        this.session = session;
    }

    /** Takes the next request; returns at once where there is none. */
    Optional<Request> take() {
        return session.first(
                "SELECT call, request FROM turso.mailbox_receive() WHERE call IS NOT NULL",
                row -> request(row.getLong(1), row.getString(2)));
    }

    private static Request request(long number, String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        return new Request(number, json.get("op").getAsString(), json.getAsJsonObject("args"));
    }

    /** Sends an answer back to the caller. */
    void answer(long number, JsonObject answer) {
        session.update(
                "INSERT INTO turso.reply (call, answer) VALUES (?, ?)"
                        + " ON CONFLICT (call) DO UPDATE SET answer = excluded.answer, answered_at = now()",
                number,
                answer.toString());
    }

    /** Deletes answers that nobody can be waiting for any more. */
    void forgetOldAnswers() {
        session.update("DELETE FROM turso.reply WHERE answered_at < now() - interval '10 minutes'");
    }
}
