package org.pgturso.replication;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgturso.config.Settings;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Session;
import org.pgturso.turso.Endpoint;
import org.pgturso.turso.Timeouts;
import org.pgturso.turso.TursoClient;
import org.pgturso.turso.Waiting;

/** Clients of targets, kept as long as neither their address nor the settings change. One thread at a time. */
public final class Targets implements AutoCloseable {
    private record Key(Endpoint endpoint, Timeouts timeouts) {}

    private final Waiting waiting;
    private final Map<Key, TursoClient> clients = new HashMap<>();

    public Targets(Waiting waiting) {
        this.waiting = waiting;
    }

    /** The client of a target whose URL and token the functions of an endpoint return, asked anew at every call. */
    TursoClient client(Session session, Settings settings, JsonObject endpoint) {
        String url = call(session, endpoint.get("url_function").getAsString())
                .orElseThrow(() -> new PgTursoException(ErrorKind.INVALID_ARGUMENT, "target has no URL")
                        .detail(endpoint.get("url_function").getAsString() + " returned null."));
        JsonElement tokenFunction = endpoint.get("token_function");
        String token = tokenFunction == null || tokenFunction.isJsonNull()
                ? null
                : call(session, tokenFunction.getAsString()).orElse(null);
        return client(url, token, settings);
    }

    TursoClient client(String url, @Nullable String token, Settings settings) {
        Endpoint endpoint = Endpoint.parse(url, token, settings.allowInsecureHttp());
        Timeouts timeouts = new Timeouts(settings.connectTimeout(), settings.callTimeout());
        return clients.computeIfAbsent(
                new Key(endpoint, timeouts), key -> new TursoClient(endpoint, timeouts, waiting));
    }

    /** The name is qualified and quoted by {@code turso.resolve_function}. */
    private static Optional<String> call(Session session, String function) {
        return session.query("SELECT " + function + "::text", row -> Optional.ofNullable(row.getString(1)))
                .get(0);
    }

    @Override
    public void close() {
        clients.values().forEach(TursoClient::close);
        clients.clear();
    }
}
