package org.pgturso.type;

import org.pgturso.sqlite.JsonText;
import org.pgturso.sqlite.SqliteValue;

/** {@code "a"=>"1", "b"=>NULL} as a JSON object of strings and nulls. */
final class HstoreCodec implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        StringBuilder json = new StringBuilder(postgresText.length());
        appendJson(postgresText, json);
        return new SqliteValue.Text(json.toString());
    }

    @Override
    public void appendJson(String postgresText, StringBuilder json) {
        TextCursor cursor = new TextCursor(postgresText);
        json.append('{');
        while (cursor.peek() == '"') {
            JsonText.append(json, cursor.quoted());
            json.append(':');
            cursor.expect("=>");
            appendValue(cursor, json);
            if (cursor.skip(',')) {
                cursor.expect(' ');
                json.append(',');
            }
        }
        cursor.expectEnd();
        json.append('}');
    }

    private static void appendValue(TextCursor cursor, StringBuilder json) {
        if (cursor.peek() == '"') {
            JsonText.append(json, cursor.quoted());
        } else {
            cursor.expect("NULL");
            json.append("null");
        }
    }
}
