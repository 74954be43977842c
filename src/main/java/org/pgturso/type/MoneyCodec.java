package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/** {@code -$1,234.56}, as lc_monetary C writes it, as its decimal {@code -1234.56}. */
final class MoneyCodec implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        String sign = postgresText.startsWith("-") ? "-" : "";
        if (!postgresText.startsWith("$", sign.length())) {
            throw new IllegalArgumentException("not an amount");
        }
        StringBuilder decimal = new StringBuilder(sign);
        for (int i = sign.length() + 1; i < postgresText.length(); i++) {
            char c = postgresText.charAt(i);
            if ((c >= '0' && c <= '9') || c == '.') {
                decimal.append(c);
            } else if (c != ',') {
                throw new IllegalArgumentException("not an amount");
            }
        }
        return new SqliteValue.Text(decimal.toString());
    }
}
