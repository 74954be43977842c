package org.pgturso.type;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes values as Postgres' output functions do. */
final class PostgresText {
    private PostgresText() {}

    /** A number as Postgres prints it, from Java's digits of it. */
    static String number(String javaDigits) {
        String[] parts = javaDigits.toLowerCase(Locale.ROOT).split("e", 2);
        if (parts.length < 2 || javaDigits.startsWith("Infinity", javaDigits.startsWith("-") ? 1 : 0)) {
            return javaDigits;
        }
        return parts[0] + "e" + (parts[1].startsWith("-") ? "" : "+") + parts[1];
    }

    static String array(List<@Nullable String> elements) {
        return elements.stream()
                .map(element -> element == null ? "NULL" : element(element))
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String composite(List<@Nullable String> fields) {
        return fields.stream()
                .map(field -> field == null ? "" : field(field))
                .collect(Collectors.joining(",", "(", ")"));
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String element(String text) {
        boolean plain = !text.isEmpty() && !text.equalsIgnoreCase("NULL") && isPlain(text, "{},\"\\");
        return plain ? text : quoted(text);
    }

    private static String field(String text) {
        boolean plain = !text.isEmpty() && isPlain(text, "(),\"\\");
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String text, String special) {
        return text.chars().noneMatch(c -> special.indexOf(c) >= 0 || c == ' ' || (c >= '\t' && c <= '\r'));
    }
}
