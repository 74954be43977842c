package org.pgturso.postgres;

import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * A position in the WAL, an unsigned 64-bit byte offset.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-pg-lsn.html">pg_lsn Type</a>
 */
public record Lsn(long value) implements Comparable<Lsn> {
    public static final Lsn ZERO = new Lsn(0);

    /** Parses {@code XXXXXXXX/XXXXXXXX}, as {@code pg_lsn} prints it. */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        try {
            long high = Long.parseLong(text, 0, slash, 16);
            long low = Long.parseLong(text, slash + 1, text.length(), 16);
            return new Lsn((high << 32) | low);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "invalid LSN", e);
        }
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return String.format("%X/%X", value >>> 32, value & 0xFFFFFFFFL);
    }
}
