package org.pgturso.type;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteValue;

/** The way back that docs/types.md describes: from a SQLite value to SQL of Postgres that gives the value again. */
final class BackToPostgres {
    private static final Gson JSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private BackToPostgres() {}

    /** SQL for the value of a column of this type, whose name in SQL is given. */
    static String sql(PgType type, String sqlType, SqliteValue value) {
        if (isJson(type) || TypeTable.standard().rows().stream().noneMatch(row -> isOf(row, type))) {
            return quote(literal(type, text(value))) + "::" + sqlType;
        }
        String back = TypeTable.standard().rows().stream()
                .filter(row -> isOf(row, type))
                .findFirst()
                .orElseThrow()
                .back();
        return back.replaceAll("hex\\(v\\)|\\bv\\b", "\u0000")
                .replaceAll("\\bT\\b", sqlType)
                .replace("\u0000", quote(text(value)));
    }

    private static boolean isOf(TypeRow row, PgType type) {
        boolean byName = row.oid() == TypeRow.BY_NAME && type.kind() == PgType.Kind.BASE;
        return byName ? row.name().equals(type.name()) : row.oid() == type.oid();
    }

    private static boolean isJson(PgType type) {
        return type.name().equals("json") || type.name().equals("jsonb");
    }

    private static String literal(PgType type, String text) {
        return switch (type.kind()) {
            case ARRAY -> array(type, JsonParser.parseString(text));
            case COMPOSITE -> composite(type, JsonParser.parseString(text).getAsJsonObject());
            default -> text;
        };
    }

    /** The text of a part of an array or composite; null for an SQL NULL. */
    private static @Nullable String part(PgType type, JsonElement json) {
        if (json.isJsonNull()) {
            return null;
        }
        if (isJson(type)) {
            return isString(json) ? json.getAsString() : JSON.toJson(json);
        }
        return switch (type.kind()) {
            case ARRAY -> array(type, json);
            case COMPOSITE -> composite(type, json.getAsJsonObject());
            default -> json.isJsonObject() ? hstore(json.getAsJsonObject()) : json.getAsString();
        };
    }

    private static String array(PgType type, JsonElement json) {
        PgType element = type.element().orElseThrow();
        if (json.isJsonArray()) {
            boolean nested = element.kind() != PgType.Kind.ARRAY && !isJson(element);
            return dimension(element, json.getAsJsonArray(), nested ? depth(json) : 1, type.delimiter());
        }
        JsonObject bounded = json.getAsJsonObject();
        List<String> bounds = new ArrayList<>();
        JsonElement level = bounded.get("values");
        for (JsonElement lower : bounded.getAsJsonArray("lower")) {
            bounds.add("[" + lower + ":"
                    + (lower.getAsInt() + level.getAsJsonArray().size() - 1) + "]");
            level = level.getAsJsonArray().get(0);
        }
        JsonArray values = bounded.getAsJsonArray("values");
        return String.join("", bounds) + "=" + dimension(element, values, bounds.size(), type.delimiter());
    }

    private static String dimension(PgType element, JsonArray items, int dimensions, char delimiter) {
        String separator = String.valueOf(delimiter);
        if (dimensions > 1) {
            return items.asList().stream()
                    .map(item -> dimension(element, item.getAsJsonArray(), dimensions - 1, delimiter))
                    .collect(Collectors.joining(separator, "{", "}"));
        }
        return items.asList().stream()
                .map(item -> part(element, item))
                .map(text -> text == null ? "NULL" : PostgresText.quoted(text))
                .collect(Collectors.joining(separator, "{", "}"));
    }

    private static int depth(JsonElement json) {
        boolean nested = json.isJsonArray() && !json.getAsJsonArray().isEmpty();
        return nested ? 1 + depth(json.getAsJsonArray().get(0)) : json.isJsonArray() ? 1 : 0;
    }

    private static String composite(PgType type, JsonObject json) {
        return IntStream.range(0, type.fields().size())
                .mapToObj(type.fields()::get)
                .map(field -> part(field.type(), json.get(field.name())))
                .map(text -> text == null ? "" : PostgresText.quoted(text))
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static String hstore(JsonObject json) {
        return json.entrySet().stream().map(BackToPostgres::pair).collect(Collectors.joining(", "));
    }

    private static String pair(Map.Entry<String, JsonElement> pair) {
        String value = pair.getValue().isJsonNull()
                ? "NULL"
                : PostgresText.quoted(pair.getValue().getAsString());
        return PostgresText.quoted(pair.getKey()) + "=>" + value;
    }

    private static boolean isString(JsonElement json) {
        return json instanceof JsonPrimitive primitive && primitive.isString();
    }

    private static String text(SqliteValue value) {
        if (value instanceof SqliteValue.Int number) {
            return Long.toString(number.value());
        }
        if (value instanceof SqliteValue.Real real) {
            return Double.toString(real.value());
        }
        return value instanceof SqliteValue.Blob blob ? blob.hex() : ((SqliteValue.Text) value).value();
    }

    static String quote(String literal) {
        return "'" + literal.replace("'", "''") + "'";
    }
}
