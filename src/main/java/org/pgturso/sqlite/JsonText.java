package org.pgturso.sqlite;

/** Strings in JSON. Escapes no more than it must: on its way to Turso all of it is escaped once more. */
public final class JsonText {
    private static final char FIRST_PLAIN = ' ';

    private JsonText() {}

    /** Appends the text as a JSON string. */
    public static void append(StringBuilder json, String text) {
        json.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < FIRST_PLAIN) {
                json.append(text, plain, i);
                plain = i + 1;
                escape(json, c);
            }
        }
        json.append(text, plain, text.length()).append('"');
    }

    private static void escape(StringBuilder json, char c) {
        if (c == '\n') {
            json.append("\\n");
        } else if (c >= FIRST_PLAIN) {
            json.append('\\').append(c);
        } else {
            json.append(c < 16 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
        }
    }
}
