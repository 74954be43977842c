package org.pgturso.type;

import org.pgturso.sqlite.JsonText;
import org.pgturso.sqlite.SqliteValue;

/**
 * JSON as it is. Inside an array or composite it stays JSON too; only a JSON string and the JSON null travel as a string
 * that holds their JSON text, so that an SQL NULL is something else than a JSON null.
 */
final class JsonCodec implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        return new SqliteValue.Text(postgresText);
    }

    @Override
    public void appendJson(String postgresText, StringBuilder json) {
        char first = first(postgresText);
        if (first == '"' || first == 'n') {
            JsonText.append(json, postgresText);
        } else {
            json.append(postgresText);
        }
    }

    @Override
    public boolean mayBeJsonArray() {
        return true;
    }

    private static char first(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c;
            }
        }
        throw new IllegalArgumentException("no JSON");
    }
}
