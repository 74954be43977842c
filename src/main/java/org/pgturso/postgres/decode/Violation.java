package org.pgturso.postgres.decode;

import org.jspecify.annotations.Nullable;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * The one error of the decoders. It says where, never what: a message holds values.
 *
 * @param where the offset, or the path in a JSON message
 * @param kind of message, in the plugin's words
 */
record Violation(
        Plugin plugin, String where, String kind, @Nullable RelationName relation) {
    PgTursoException because(String what) {
        return because(what, null);
    }

    PgTursoException because(String what, @Nullable Throwable cause) {
        String about = relation == null ? "" : " about \"" + relation + "\"";
        return new PgTursoException(
                        ErrorKind.PROTOCOL_VIOLATION,
                        "invalid message from " + plugin.pluginName() + ": " + what,
                        cause)
                .detail("At " + where + " of a message of kind " + kind + about + ".");
    }
}
