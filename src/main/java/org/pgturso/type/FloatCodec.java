package org.pgturso.type;

import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.pgturso.sqlite.JsonText;
import org.pgturso.sqlite.SqliteValue;

/**
 * Numbers as REAL; NaN and the infinities, which SQLite lacks, as TEXT. In JSON a number with the digits Postgres gave,
 * which turn back into the same value, or the string {@code "NaN"}.
 */
final class FloatCodec implements Codec {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?(e[+-]?[0-9]++)?");

    private final ToDoubleFunction<String> parser;

    FloatCodec(ToDoubleFunction<String> parser) {
        this.parser = parser;
    }

    @Override
    public SqliteValue encode(String postgresText) {
        if (isSpecial(postgresText)) {
            return new SqliteValue.Text(postgresText);
        }
        double value = parser.applyAsDouble(checked(postgresText));
        if (Double.isInfinite(value)) {
            return new SqliteValue.Text(value > 0 ? "Infinity" : "-Infinity");
        }
        return new SqliteValue.Real(value);
    }

    @Override
    public void appendJson(String postgresText, StringBuilder json) {
        if (isSpecial(postgresText)) {
            JsonText.append(json, postgresText);
        } else {
            json.append(checked(postgresText));
        }
    }

    /** The float4 that a text stands for, widened: exactly the float4's value, and it narrows to the same float4. */
    static double nearestFloat(String text) {
        return finite(Float.parseFloat(text));
    }

    static double nearestDouble(String text) {
        return finite(Double.parseDouble(text));
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static boolean isSpecial(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> true;
            default -> false;
        };
    }

    /** Java would read more than Postgres writes and JSON allows. */
    static String checked(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("not a number");
        }
        return text;
    }
}
