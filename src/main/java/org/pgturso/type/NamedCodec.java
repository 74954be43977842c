package org.pgturso.type;

import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteValue;

/**
 * A column's codec: says of which type a text was that can't be read. The fields of a composite may have been changed by
 * ALTER TYPE since its shape was looked up; then the table is out of step.
 */
record NamedCodec(PgType type, Codec codec) implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        try {
            return codec.encode(postgresText);
        } catch (IllegalArgumentException unreadable) { // its message may quote the value: not to be passed on
            ErrorKind kind = hasFields(type) ? ErrorKind.OUT_OF_STEP : ErrorKind.PROTOCOL_VIOLATION;
            throw new PgTursoException(kind, "can't read a value of type " + type.display());
        }
    }

    private static boolean hasFields(PgType type) {
        return type.kind() == PgType.Kind.COMPOSITE
                || type.element().filter(NamedCodec::hasFields).isPresent();
    }
}
