package org.pgturso.type;

/** Reads the text of arrays, composites and hstores from left to right; every character once. */
final class TextCursor {
    /** What {@link #peek} gives at the end; no text from Postgres holds it. */
    private static final char END = '\0';

    private final String text;
    private int position;

    TextCursor(String text) {
        this.text = text;
    }

    char peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    /** Steps over a character if it comes next, and tells whether it did. */
    boolean skip(char wanted) {
        boolean found = position < text.length() && text.charAt(position) == wanted;
        position += found ? 1 : 0;
        return found;
    }

    void expect(char wanted) {
        if (!skip(wanted)) {
            throw new IllegalArgumentException("expected " + wanted);
        }
    }

    void expect(String wanted) {
        if (!text.startsWith(wanted, position)) {
            throw new IllegalArgumentException("expected " + wanted);
        }
        position += wanted.length();
    }

    void expectEnd() {
        if (position < text.length()) {
            throw new IllegalArgumentException("text goes on");
        }
    }

    /** How often a character comes next in a row, without stepping over it. */
    int run(char c) {
        int end = position;
        while (end < text.length() && text.charAt(end) == c) {
            end++;
        }
        return end - position;
    }

    /** Reads up to one of two characters, which stays unread; refuses what would have been quoted. */
    String bare(char stop, char otherStop) {
        int start = position;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == stop || c == otherStop) {
                return text.substring(start, position);
            }
            if (c == '"' || c == '\\') {
                throw new IllegalArgumentException("not quoted");
            }
            position++;
        }
        throw new IllegalArgumentException("text ends too early");
    }

    /** Reads a quoted string in which a backslash escapes the next character. */
    String quoted() {
        return quoted(false);
    }

    /** Reads a quoted string in which also two quotes stand for one. */
    String quotedOrDoubled() {
        return quoted(true);
    }

    private String quoted(boolean doubling) {
        expect('"');
        StringBuilder value = new StringBuilder();
        int copied = position;
        while (position < text.length()) {
            char c = text.charAt(position);
            boolean escape = c == '\\' || (doubling && text.startsWith("\"\"", position));
            if (c == '"' && !escape) {
                value.append(text, copied, position++);
                return value.toString();
            }
            if (escape) {
                value.append(text, copied, position);
                copied = position + 1;
                position++;
            }
            position++;
        }
        throw new IllegalArgumentException("quote is not closed");
    }
}
