package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/** Integers of up to 64 bits with sign; in JSON a number. */
final class IntegerCodec implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        return new SqliteValue.Int(parse(postgresText));
    }

    @Override
    public void appendJson(String postgresText, StringBuilder json) {
        json.append(parse(postgresText));
    }

    private static long parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '-') {
                throw new IllegalArgumentException("not an integer");
            }
        }
        return Long.parseLong(text);
    }
}
