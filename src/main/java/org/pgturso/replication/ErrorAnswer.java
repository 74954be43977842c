package org.pgturso.replication;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.TableFault;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** Errors as JSON: {@code sqlstate}, {@code message} and, where there are any, {@code detail} and {@code hint}. */
public final class ErrorAnswer {
    private ErrorAnswer() {}

    public static JsonObject of(RuntimeException failure) {
        PgTursoException error = known(failure);
        JsonObject json = new JsonObject();
        json.addProperty("sqlstate", error.sqlState());
        json.addProperty("message", error.getMessage());
        add(json, "detail", error.detail());
        add(json, "hint", error.hint());
        return json;
    }

    private static PgTursoException known(RuntimeException failure) {
        if (failure instanceof PgTursoException known) {
            return known;
        }
        if (failure instanceof TableFault fault) {
            return fault.reason();
        }
        return failure instanceof SecurityException
                ? new PgTursoException(ErrorKind.INSUFFICIENT_PRIVILEGE, "Java is not allowed to do that here", failure)
                        .detail("Its security policy says: " + failure.getMessage() + ".")
                        .hint("Name pgturso.policy in pljava.policy_urls, as docs/pljava.md shows.")
                : new PgTursoException(ErrorKind.INTERNAL, "internal error: " + failure, failure);
    }

    private static void add(JsonObject json, String name, @Nullable String sentence) {
        if (sentence != null) {
            json.addProperty(name, sentence);
        }
    }
}
