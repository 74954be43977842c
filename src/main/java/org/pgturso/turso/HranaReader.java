package org.pgturso.turso;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteValue;

/**
 * Reads pipeline answers: the first result is the one that was asked for, a second one belongs to {@code close}.
 * What the protocol does not allow is a PROTOCOL_VIOLATION, an error that the server reports what
 * {@link HranaError} makes of it.
 */
final class HranaReader {
    @FunctionalInterface
    private interface ResultReader<T> {
        T read(JsonObject result);
    }

    private HranaReader() {}

    /** Reads what {@link HranaWriter#execute} returned. */
    static HranaAnswer<StatementResult> execute(Reader body) {
        return answer(body, HranaReader::statementResult);
    }

    /**
     * Reads what {@link HranaWriter#transaction} returned.
     *
     * @param statements how many were sent between BEGIN and COMMIT
     */
    static HranaAnswer<Boolean> transaction(Reader body, int statements) {
        return answer(body, result -> {
            int commit = statements + 1;
            JsonArray results = result.getAsJsonArray("step_results");
            JsonArray errors = result.getAsJsonArray("step_errors");
            if (results.size() != commit + 2 || errors.size() != commit + 2) {
                throw new IllegalStateException("wrong number of steps");
            }
            if (results.get(commit).isJsonObject()) {
                return true;
            }
            for (int step = 0; step < errors.size(); step++) {
                if (errors.get(step).isJsonObject()) {
                    PgTursoException failure =
                            error(errors.get(step).getAsJsonObject()).toException();
                    throw step == 0 || step >= commit ? failure : failure.statement(step - 1);
                }
            }
            throw new IllegalStateException("no step failed and none committed");
        });
    }

    private static <T> HranaAnswer<T> answer(Reader body, ResultReader<T> reader) {
        try {
            JsonReader json = new JsonReader(body);
            json.setStrictness(Strictness.STRICT);
            JsonObject answer = JsonParser.parseReader(json).getAsJsonObject();
            JsonArray results = answer.getAsJsonArray("results");
            if (results.size() > 2) {
                throw new IllegalStateException("more results than requests");
            }
            JsonObject first = results.get(0).getAsJsonObject();
            if (first.has("error")) {
                throw error(first.getAsJsonObject("error")).toException();
            }
            T result = reader.read(first.getAsJsonObject("response").getAsJsonObject("result"));
            return new HranaAnswer<>(text(answer, "baton"), text(answer, "base_url"), result);
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | ClassCastException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new PgTursoException(ErrorKind.PROTOCOL_VIOLATION, "target's answer can't be read", e)
                    .detail("It is not what Hrana, the protocol of Turso, has for an answer.")
                    .hint("Check that the target's URL is the one of a Turso database.");
        }
    }

    private static HranaError error(JsonObject error) {
        String code = text(error, "code");
        String message = text(error, "message");
        return new HranaError(code == null ? "an error" : code, message == null ? "" : message);
    }

    private static @Nullable String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? null : value.getAsString();
    }

    private static StatementResult statementResult(JsonObject result) {
        List<String> columns = new ArrayList<>();
        for (JsonElement column : result.getAsJsonArray("cols")) {
            String name = text(column.getAsJsonObject(), "name");
            columns.add(name == null ? "" : name);
        }
        List<List<SqliteValue>> rows = new ArrayList<>();
        for (JsonElement row : result.getAsJsonArray("rows")) {
            List<SqliteValue> values = new ArrayList<>();
            row.getAsJsonArray().forEach(value -> values.add(value(value.getAsJsonObject())));
            rows.add(List.copyOf(values));
        }
        return new StatementResult(
                columns, rows, result.get("affected_row_count").getAsLong());
    }

    private static SqliteValue value(JsonObject value) {
        String type = value.get("type").getAsString();
        return switch (type) {
            case "null" -> SqliteValue.NULL;
            case "integer" ->
                new SqliteValue.Int(Long.parseLong(value.get("value").getAsString()));
            case "float" -> real(value.get("value"));
            case "text" -> new SqliteValue.Text(value.get("value").getAsString());
            case "blob" ->
                new SqliteValue.Blob(HexFormat.of()
                        .formatHex(
                                Base64.getDecoder().decode(value.get("base64").getAsString())));
            default -> throw new IllegalStateException("unknown type of value");
        };
    }

    /** JSON has no infinities: a server writes null for them. */
    private static SqliteValue real(JsonElement number) {
        return number.isJsonNull() ? new SqliteValue.Text("NaN") : new SqliteValue.Real(number.getAsDouble());
    }
}
