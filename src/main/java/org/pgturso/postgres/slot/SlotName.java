package org.pgturso.postgres.slot;

import java.util.regex.Pattern;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** A replication slot's name: what Postgres allows needs no quotes anywhere. */
public record SlotName(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9_]{1,63}");

    public SlotName {
        if (!ALLOWED.matcher(value).matches()) {
            throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "invalid replication slot name")
                    .hint("Replication slot names have 1 to 63 lower-case letters, digits and underscores.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
