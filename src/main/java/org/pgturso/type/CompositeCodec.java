package org.pgturso.type;

import java.util.List;
import java.util.function.Function;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.JsonText;
import org.pgturso.sqlite.SqliteValue;

/** A composite {@code (1,"a b",)} as a JSON object with the fields' names. */
final class CompositeCodec implements Codec {
    private record Field(String name, Codec codec) {}

    private final List<Field> fields;

    private CompositeCodec(List<Field> fields) {
        this.fields = fields;
    }

    static CompositeCodec of(PgType type, Function<PgType, Codec> parts) {
        return new CompositeCodec(type.fields().stream()
                .map(field -> new Field(field.name(), parts.apply(field.type())))
                .toList());
    }

    @Override
    public SqliteValue encode(String postgresText) {
        StringBuilder json = new StringBuilder(postgresText.length() * 2);
        appendJson(postgresText, json);
        return new SqliteValue.Text(json.toString());
    }

    @Override
    public void appendJson(String postgresText, StringBuilder json) {
        TextCursor cursor = new TextCursor(postgresText);
        cursor.expect('(');
        json.append('{');
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                cursor.expect(',');
                json.append(',');
            }
            appendField(fields.get(i), cursor, json);
        }
        cursor.expect(')');
        cursor.expectEnd();
        json.append('}');
    }

    /** Nothing between the commas is NULL, two quotes are an empty string. */
    private static void appendField(Field field, TextCursor cursor, StringBuilder json) {
        JsonText.append(json, field.name());
        json.append(':');
        boolean quoted = cursor.peek() == '"';
        String text = quoted ? cursor.quotedOrDoubled() : cursor.bare(',', ')');
        if (quoted || !text.isEmpty()) {
            field.codec().appendJson(text, json);
        } else {
            json.append("null");
        }
    }
}
