package org.pgturso.type;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteValue;

/**
 * Arrays as JSON arrays, nested one level a dimension.
 *
 * <p>Where that would lose something, the JSON is {@code {"lower":[0,1],"values":[[…],[…]]}} with the lower bound of every
 * dimension: when one of them is not 1, and for arrays of more than one dimension whose elements may be JSON arrays
 * themselves.
 */
final class ArrayCodec implements Codec {
    private static final String NULL = "NULL";

    private final Codec element;
    private final char delimiter;

    private ArrayCodec(Codec element, char delimiter) {
        this.element = element;
        this.delimiter = delimiter;
    }

    static ArrayCodec of(PgType type, Function<PgType, Codec> parts) {
        return new ArrayCodec(parts.apply(type.element().orElseThrow()), type.delimiter());
    }

    @Override
    public SqliteValue encode(String postgresText) {
        StringBuilder json = new StringBuilder(postgresText.length() + 2);
        appendJson(postgresText, json);
        return new SqliteValue.Text(json.toString());
    }

    @Override
    public boolean mayBeJsonArray() {
        return true;
    }

    @Override
    public void appendJson(String postgresText, StringBuilder json) {
        TextCursor cursor = new TextCursor(postgresText);
        List<Integer> lower = lowerBounds(cursor);
        boolean plain =
                lower.stream().allMatch(bound -> bound == 1) && (lower.size() == 1 || !element.mayBeJsonArray());
        if (plain) {
            appendDimension(cursor, lower.size(), json);
        } else {
            json.append(lower.stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(",", "{\"lower\":[", "],\"values\":")));
            appendDimension(cursor, lower.size(), json);
            json.append('}');
        }
        cursor.expectEnd();
    }

    /** One a dimension; {@code [2:3][0:1]=} comes first unless all are 1. */
    private static List<Integer> lowerBounds(TextCursor cursor) {
        List<Integer> bounds = new ArrayList<>();
        while (cursor.skip('[')) {
            bounds.add(Integer.valueOf(cursor.bare(':', ':')));
            cursor.expect(':');
            cursor.bare(']', ']');
            cursor.expect(']');
        }
        if (!bounds.isEmpty()) {
            cursor.expect('=');
            return bounds;
        }
        int dimensions = Math.max(1, cursor.run('{'));
        while (bounds.size() < dimensions) {
            bounds.add(1);
        }
        return bounds;
    }

    private void appendDimension(TextCursor cursor, int dimensions, StringBuilder json) {
        cursor.expect('{');
        json.append('[');
        if (cursor.peek() != '}') {
            appendItem(cursor, dimensions, json);
            while (cursor.skip(delimiter)) {
                json.append(',');
                appendItem(cursor, dimensions, json);
            }
        }
        cursor.expect('}');
        json.append(']');
    }

    private void appendItem(TextCursor cursor, int dimensions, StringBuilder json) {
        if (dimensions > 1) {
            appendDimension(cursor, dimensions - 1, json);
        } else if (cursor.peek() == '"') {
            element.appendJson(cursor.quoted(), json);
        } else {
            appendBare(cursor.bare(delimiter, '}'), json);
        }
    }

    private void appendBare(String text, StringBuilder json) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty element is quoted");
        }
        if (text.equals(NULL)) {
            json.append("null");
        } else {
            element.appendJson(text, json);
        }
    }
}
