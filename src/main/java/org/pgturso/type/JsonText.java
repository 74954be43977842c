package org.pgturso.type;

import java.util.Locale;

/** Writes JSON strings. */
final class JsonText {
    private JsonText() {}

    /** Appends a string with its quotes; only what JSON demands is escaped. */
    static void appendString(String value, StringBuilder json) {
        json.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                json.append(value, copied, i).append(escape(c));
                copied = i + 1;
            }
        }
        json.append(value, copied, value.length()).append('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", (int) c);
        };
    }
}
