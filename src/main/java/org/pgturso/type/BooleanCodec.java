package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/** {@code t} and {@code f} as 1 and 0; in JSON true and false. */
final class BooleanCodec implements Codec {
    private static final SqliteValue TRUE = new SqliteValue.Int(1);
    private static final SqliteValue FALSE = new SqliteValue.Int(0);

    @Override
    public SqliteValue encode(String postgresText) {
        return parse(postgresText) ? TRUE : FALSE;
    }

    @Override
    public void appendJson(String postgresText, StringBuilder json) {
        json.append(parse(postgresText));
    }

    private static boolean parse(String text) {
        return switch (text) {
            case "t" -> true;
            case "f" -> false;
            default -> throw new IllegalArgumentException("neither t nor f");
        };
    }
}
