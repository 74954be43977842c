package org.pgturso.stress;

import java.util.List;
import java.util.Random;

/** Random values as SQL writes them. */
final class Literals {
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "null",
            "it's",
            "\"quoted\"",
            "back\\slash",
            "two\nlines",
            "tab\tbed",
            "żółw",
            "\uD83D\uDC22",
            "{a,b}",
            "a=b",
            "[1]:'x'",
            "unchanged-toast-datum",
            "\u0001");

    private Literals() {}

    static int upTo(Random random, int bound) {
        return random.nextInt(bound);
    }

    /** A short text, odd ones among them, or NULL. */
    static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "NULL";
            case 1 -> "'" + random.nextInt(50) + "'";
            default -> quote(WORDS.get(random.nextInt(WORDS.size())));
        };
    }

    /** A text so long that Postgres keeps it out of line, where that column is not compressed. */
    static String longText(Random random) {
        return "repeat('" + (char) ('a' + random.nextInt(26)) + "', " + (2_500 + random.nextInt(6_000)) + ")";
    }

    /** A double precision number, any 64 bits. */
    static String real(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "'NaN'";
            case 1 -> "'-Infinity'";
            case 2 -> random.nextInt(100) + ".5";
            default -> {
                double value = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(value) ? "'" + value + "'" : "0";
            }
        };
    }

    /** A moment between years 1900 and 2100. */
    static String moment(Random random) {
        return "to_timestamp(" + (random.nextInt(6_000) - 2_200) * 1_000_000L + "." + random.nextInt(1_000_000) + ")";
    }

    /** An array of texts as JSON; a tab is escaped by its number. */
    static String json(String column) {
        return "replace(to_json(" + column + ")::text, '\\t', '\\u0009')";
    }

    static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
