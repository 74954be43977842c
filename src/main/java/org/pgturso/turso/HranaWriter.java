package org.pgturso.turso;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.pgturso.sqlite.SqliteValue;

/**
 * Writes pipeline requests of <a href="https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md">Hrana</a>
 * with the parts that every server knows: {@code execute}, {@code batch} and, where streams stay open, {@code close}.
 */
final class HranaWriter {
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonWriter json) throws IOException;
    }

    private HranaWriter() {}

    /** One statement with its rows. */
    static Buffer execute(Statement statement, boolean close) {
        return pipeline(null, close, json -> {
            json.beginObject().name("type").value("execute").name("stmt");
            writeStatement(json, statement, true);
            json.endObject();
        });
    }

    /**
     * All statements or none: BEGIN IMMEDIATE, each step on the success of the one before, COMMIT, and ROLLBACK where
     * BEGIN succeeded and COMMIT did not. The condition {@code error} would not do: servers disagree whether a skipped
     * step is one.
     */
    static Buffer transaction(List<Statement> statements, boolean close) {
        return pipeline(null, close, json -> {
            json.beginObject().name("type").value("batch").name("batch").beginObject();
            json.name("steps").beginArray();
            writeStep(json, Statement.of("BEGIN IMMEDIATE"), condition -> condition.nullValue());
            int step = 0;
            for (Statement statement : statements) {
                int before = step++;
                writeStep(json, statement, condition -> writeOk(condition, before));
            }
            int last = step;
            writeStep(json, Statement.of("COMMIT"), condition -> writeOk(condition, last));
            writeStep(json, Statement.of("ROLLBACK"), condition -> writeBegunNotCommitted(condition, last + 1));
            json.endArray().endObject().endObject();
        });
    }

    /** The end of a stream that the server keeps open. */
    static Buffer close(String baton) {
        return pipeline(baton, true, json -> {});
    }

    private static Buffer pipeline(@Nullable String baton, boolean close, Content requests) {
        Buffer buffer = new Buffer();
        try (Writer utf8 = new OutputStreamWriter(buffer.outputStream(), StandardCharsets.UTF_8);
                JsonWriter json = new JsonWriter(utf8)) {
            json.setHtmlSafe(false);
            json.beginObject().name("baton").value(baton).name("requests").beginArray();
            requests.writeTo(json);
            if (close) {
                json.beginObject().name("type").value("close").endObject();
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer;
    }

    private static void writeStep(JsonWriter json, Statement statement, Content condition) throws IOException {
        json.beginObject().name("stmt");
        writeStatement(json, statement, false);
        json.name("condition");
        condition.writeTo(json);
        json.endObject();
    }

    private static void writeOk(JsonWriter json, int step) throws IOException {
        json.beginObject().name("type").value("ok").name("step").value(step).endObject();
    }

    private static void writeBegunNotCommitted(JsonWriter json, int commit) throws IOException {
        json.beginObject().name("type").value("and").name("conds").beginArray();
        writeOk(json, 0);
        json.beginObject().name("type").value("not").name("cond");
        writeOk(json, commit);
        json.endObject().endArray().endObject();
    }

    private static void writeStatement(JsonWriter json, Statement statement, boolean wantRows) throws IOException {
        json.beginObject().name("sql").value(statement.sql()).name("args").beginArray();
        for (SqliteValue arg : statement.args()) {
            writeValue(json, arg);
        }
        json.endArray().name("want_rows").value(wantRows).endObject();
    }

    private static void writeValue(JsonWriter json, SqliteValue value) throws IOException {
        json.beginObject().name("type");
        if (value instanceof SqliteValue.Int integer) {
            json.value("integer").name("value").value(Long.toString(integer.value()));
        } else if (value instanceof SqliteValue.Real real) {
            json.value("float").name("value").value(real.value());
        } else if (value instanceof SqliteValue.Text text) {
            json.value("text").name("value").value(text.value());
        } else if (value instanceof SqliteValue.Blob blob) {
            json.value("blob").name("base64").value(BASE64.encodeToString(blob.bytes()));
        } else {
            json.value("null");
        }
        json.endObject();
    }
}
