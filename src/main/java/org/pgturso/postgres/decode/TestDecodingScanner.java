package org.pgturso.postgres.decode;

import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.RelationName;
import org.pgturso.error.PgTursoException;

/** Walks through one message of test_decoding and knows what it is about, for errors. */
final class TestDecodingScanner {
    private static final String UNCHANGED_TOAST = "unchanged-toast-datum";

    private final String text;
    private int at;
    private String kind = "unknown";
    private @Nullable RelationName relation;

    TestDecodingScanner(String text) {
        this.text = text;
    }

    void is(String kind) {
        this.kind = kind;
    }

    void about(RelationName relation) {
        this.relation = relation;
    }

    boolean atEnd() {
        return at == text.length();
    }

    boolean comes(String literal) {
        return text.startsWith(literal, at);
    }

    /** Steps over the literal if it comes next. */
    boolean skip(String literal) {
        if (!comes(literal)) {
            return false;
        }
        at += literal.length();
        return true;
    }

    void expect(String literal) {
        if (!skip(literal)) {
            throw unexpected();
        }
    }

    void end() {
        if (!atEnd()) {
            throw unexpected();
        }
    }

    /** An unsigned decimal number. */
    long number() {
        int start = at;
        while (!atEnd() && isDigit(text.charAt(at)) && at - start < 10) {
            at++;
        }
        if (at == start) {
            throw unexpected();
        }
        return Long.parseLong(text, start, at, 10);
    }

    RelationName relation() {
        String schema = identifier();
        expect(".");
        return new RelationName(schema, identifier());
    }

    /** A name as {@code quote_identifier} writes it. */
    String identifier() {
        if (skip("\"")) {
            return quoted('"');
        }
        int start = at;
        while (!atEnd() && isPlain(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw unexpected();
        }
        return text.substring(start, at);
    }

    /** Steps over {@code [type]}; the type's name may be quoted and may be an array's. */
    void type() {
        expect("[");
        while (!skip("]")) {
            if (atEnd()) {
                throw unexpected();
            }
            if (skip("\"")) {
                quoted('"');
            } else if (!skip("[]")) {
                at++;
            }
        }
    }

    /** A value; null for a TOAST value that is not in the WAL. */
    @Nullable
    Cell value() {
        if (skip("'")) {
            return Cell.text(quoted('\''));
        }
        if (skip("B'")) {
            return Cell.text(quoted('\''));
        }
        int start = at;
        int space = text.indexOf(' ', at);
        at = space < 0 ? text.length() : space;
        String word = text.substring(start, at);
        return switch (word) {
            case "null" -> Cell.NULL;
            case UNCHANGED_TOAST -> null;
            case "true" -> Cell.text("t");
            case "false" -> Cell.text("f");
            default -> {
                if (!isNumber(word)) {
                    at = start;
                    throw unexpected();
                }
                yield Cell.text(word);
            }
        };
    }

    /** The error for what comes next. */
    PgTursoException unexpected() {
        return new Violation(Plugin.TEST_DECODING, "offset " + at, kind, relation)
                .because(atEnd() ? "it ends too early" : "unexpected text");
    }

    /** What is between here and the closing quote; a quote in it is doubled. */
    private String quoted(char quote) {
        int start = at;
        int close = text.indexOf(quote, at);
        StringBuilder unquoted = null;
        while (close >= 0 && close + 1 < text.length() && text.charAt(close + 1) == quote) {
            unquoted = unquoted == null ? new StringBuilder() : unquoted;
            unquoted.append(text, start, close + 1);
            start = close + 2;
            close = text.indexOf(quote, start);
        }
        if (close < 0) {
            at = text.length();
            throw unexpected();
        }
        at = close + 1;
        String tail = text.substring(start, close);
        return unquoted == null ? tail : unquoted.append(tail).toString();
    }

    private static boolean isNumber(String word) {
        if (word.equals("NaN") || word.equals("Infinity") || word.equals("-Infinity")) {
            return true;
        }
        return !word.isEmpty() && word.chars().allMatch(c -> isDigit((char) c) || "+-.e".indexOf(c) >= 0);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || isDigit(c) || c == '_';
    }
}
