package org.pgturso.servers;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A Turso server on a free port of the loopback interface, its database a file that outlives restarts. It asks no
 * token, and serves one connection at a time. Its log is {@code target/servers/1/turso-N.log}.
 *
 * <p>{@link #query} is a client of the tests' own, so that what they find doesn't pass through the code they test.
 */
public final class TursoServer implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path file;
    private final Path log;
    private final int port;
    private @Nullable Process process;

    private TursoServer() {
        String name = "turso-" + COUNT.incrementAndGet();
        file = ScratchDirectory.PATH.resolve(name + ".db");
        log = ScratchDirectory.LOGS.resolve(name + ".log");
        port = Ports.free();
    }

    /** A fresh server with an empty database; {@link #close} it. */
    public static TursoServer create() {
        TursoServer server = new TursoServer();
        server.start();
        RunningServers.add(server);
        return server;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public void start() {
        Process started = Script.start(log, "turso-server", file.toString(), Integer.toString(port));
        process = started;
        Await.until("Turso server answers", Duration.ofSeconds(60), () -> {
            if (!started.isAlive()) {
                throw new IllegalStateException("Turso server ended, see " + log);
            }
            return Ports.answers(port);
        });
    }

    public void stop() {
        end(process, false);
    }

    /** Stops it without a chance to finish anything. */
    public void kill() {
        end(process, true);
    }

    public void restart() {
        stop();
        start();
    }

    /**
     * Runs one statement and returns its rows: null, Long, Double, String, and BLOBs as a String like {@code x'00ff'}.
     *
     * @throws IllegalStateException with the server's message when the statement fails
     */
    public List<List<@Nullable Object>> query(String sql) {
        JsonObject response =
                post(request(sql)).getAsJsonArray("results").get(0).getAsJsonObject();
        if (!response.get("type").getAsString().equals("ok")) {
            throw new IllegalStateException(
                    response.getAsJsonObject("error").get("message").getAsString());
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        JsonObject result = response.getAsJsonObject("response").getAsJsonObject("result");
        for (JsonElement row : result.getAsJsonArray("rows")) {
            List<@Nullable Object> values = new ArrayList<>();
            row.getAsJsonArray().forEach(value -> values.add(value(value.getAsJsonObject())));
            rows.add(values);
        }
        return rows;
    }

    /** The one value of the one row of a query. */
    public @Nullable Object value(String sql) {
        return query(sql).get(0).get(0);
    }

    @Override
    public void close() {
        RunningServers.remove(this);
        kill();
    }

    @Override
    public String toString() {
        return "Turso server on port " + port;
    }

    private static JsonObject request(String sql) {
        JsonObject statement = new JsonObject();
        statement.addProperty("sql", sql);
        JsonObject execute = new JsonObject();
        execute.addProperty("type", "execute");
        execute.add("stmt", statement);
        JsonArray requests = new JsonArray();
        requests.add(execute);
        JsonObject pipeline = new JsonObject();
        pipeline.add("requests", requests);
        return pipeline;
    }

    private JsonObject post(JsonObject body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        try {
            URLConnection connection =
                    URI.create(url() + "/v2/pipeline").toURL().openConnection();
            HttpURLConnection http = (HttpURLConnection) connection;
            http.setDoOutput(true);
            http.setReadTimeout(30_000);
            http.setFixedLengthStreamingMode(bytes.length);
            try (OutputStream out = http.getOutputStream()) {
                out.write(bytes);
            }
            String answer = new String(http.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return JsonParser.parseString(answer).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object value(JsonObject value) {
        return switch (value.get("type").getAsString()) {
            case "null" -> null;
            case "integer" -> Long.valueOf(value.get("value").getAsString());
            case "float" -> value.get("value").getAsDouble();
            case "text" -> value.get("value").getAsString();
            case "blob" -> "x'" + hex(value.get("base64").getAsString()) + "'";
            default -> throw new IllegalStateException("unknown value " + value);
        };
    }

    private static String hex(String base64) {
        String unpadded = base64.replace("=", "");
        return HexFormat.of().formatHex(Base64.getDecoder().decode(unpadded));
    }

    private static void end(@Nullable Process process, boolean atOnce) {
        if (process == null) {
            return;
        }
        if (atOnce) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
