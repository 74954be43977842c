package org.pgturso.apply;

/** Strings in JSON. Escapes no more than it must: what is escaped here is escaped once more on its way to Turso. */
final class JsonText {
    private static final char FIRST_PLAIN = ' ';

    private JsonText() {}

    /** Appends the text as a JSON string. */
    static void append(StringBuilder json, String text) {
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
