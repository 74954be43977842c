package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/** A time of day with its own offset; {@code +02} becomes {@code +02:00}. */
final class TimetzCodec implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        int sign = Math.max(postgresText.lastIndexOf('+'), postgresText.lastIndexOf('-'));
        if (sign < 0) {
            throw new IllegalArgumentException("no offset");
        }
        boolean hoursOnly = postgresText.indexOf(':', sign) < 0;
        return new SqliteValue.Text(hoursOnly ? postgresText + ":00" : postgresText);
    }
}
