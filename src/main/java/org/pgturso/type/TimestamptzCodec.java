package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/** A point in time in UTC: Postgres' {@code +00} becomes {@code +00:00}, which SQLite's date functions read. */
final class TimestamptzCodec implements Codec {
    private static final String UTC = "+00";
    private static final String BEFORE_CHRIST = " BC";

    @Override
    public SqliteValue encode(String postgresText) {
        if (postgresText.endsWith("infinity")) {
            return new SqliteValue.Text(postgresText);
        }
        String era = postgresText.endsWith(BEFORE_CHRIST) ? BEFORE_CHRIST : "";
        String time = postgresText.substring(0, postgresText.length() - era.length());
        if (!time.endsWith(UTC)) {
            throw new IllegalArgumentException("not in UTC");
        }
        return new SqliteValue.Text(time + ":00" + era);
    }
}
