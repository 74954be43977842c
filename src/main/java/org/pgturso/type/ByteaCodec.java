package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/** {@code \x} and hexadecimal digits as a BLOB. */
final class ByteaCodec implements Codec {
    private static final String PREFIX = "\\x";

    @Override
    public SqliteValue encode(String postgresText) {
        if (!postgresText.startsWith(PREFIX) || postgresText.length() % 2 != 0) {
            throw new IllegalArgumentException("not bytes");
        }
        for (int i = PREFIX.length(); i < postgresText.length(); i++) {
            char c = postgresText.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                throw new IllegalArgumentException("not bytes");
            }
        }
        return new SqliteValue.Blob(postgresText.substring(PREFIX.length()));
    }
}
