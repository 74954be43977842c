package org.pgturso.type;

import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteValue;

/** A column's codec: says of which type a text was that can't be read. */
record NamedCodec(String typeName, Codec codec) implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        try {
            return codec.encode(postgresText);
        } catch (IllegalArgumentException unreadable) { // its message may quote the value: not to be passed on
            throw new PgTursoException(ErrorKind.PROTOCOL_VIOLATION, "can't read a value of type " + typeName);
        }
    }
}
