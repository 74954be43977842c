package org.pgturso.sqlite;

import java.util.HexFormat;

/** A value of one of SQLite's five storage classes. */
public sealed interface SqliteValue {
    record Null() implements SqliteValue {}

    record Int(long value) implements SqliteValue {}

    /** A finite number: NaN and the infinities have no REAL in SQLite and travel as {@link Text}. */
    record Real(double value) implements SqliteValue {
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("not finite");
            }
        }
    }

    record Text(String value) implements SqliteValue {}

    /**
     * A BLOB.
     *
     * @param hex two lower-case hexadecimal digits a byte: as Postgres writes it and {@code unhex} reads it
     */
    record Blob(String hex) implements SqliteValue {
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    SqliteValue NULL = new Null();
}
