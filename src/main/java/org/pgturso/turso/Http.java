package org.pgturso.turso;

import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * Plain HTTP/1.1 to one endpoint: no upgrade, no redirects, requests uncompressed and with their length, connections
 * kept for the next call. Its threads are daemons.
 */
final class Http {
    /** Servers end at 10 MB; this one is for those that don't. */
    private static final long LONGEST_ANSWER = 32L << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private static final MediaType JSON = MediaType.get("application/json");

    /** All clients share its connections and its TLS, so that a new client for the same server finds them ready. */
    private static final OkHttpClient SHARED = new OkHttpClient();

    private final Endpoint endpoint;
    private final OkHttpClient client;
    private volatile boolean keepsStreams;

    Http(Endpoint endpoint, Timeouts timeouts) {
        this.endpoint = endpoint;
        this.client = SHARED.newBuilder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionSpecs(
                        List.of(endpoint.url().isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(timeouts.connect())
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(timeouts.call())
                .build();
    }

    /** A request to the endpoint; the body can be sent again as often as needed. */
    Call pipeline(Buffer body) {
        return pipeline(endpoint.url(), body);
    }

    /** Whether this server is known to keep streams open, so that requests had better bring their {@code close}. */
    boolean keepsStreams() {
        return keepsStreams;
    }

    /** Frees the stream of an answer where the server kept it open. A failure is left to the server's own expiry. */
    void endStream(HranaAnswer<?> answer) {
        String baton = answer.baton();
        if (baton == null) {
            return;
        }
        keepsStreams = true;
        Call close = pipeline(BaseUrl.choose(endpoint.url(), answer.baseUrl()), HranaWriter.close(baton));
        close.timeout().timeout(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        try {
            close.execute().close();
        } catch (IOException e) {
            SHARED.connectionPool().evictAll();
        }
    }

    private Call pipeline(HttpUrl base, Buffer body) {
        Request.Builder request = new Request.Builder()
                .url(Endpoint.resource(base, "v2/pipeline"))
                .header("User-Agent", "pgturso")
                .post(new SharedBody(body));
        endpoint.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return client.newCall(request.build());
    }

    /** The whole body of a successful answer. */
    static Reader text(Response response) throws IOException {
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        if (source.request(LONGEST_ANSWER + 1)) {
            throw new PgTursoException(ErrorKind.TARGET_REJECTED, "target's answer is too large")
                    .detail("It has more than " + (LONGEST_ANSWER >> 20) + " MiB.")
                    .hint("Ask for fewer rows at a time.");
        }
        return body.charStream();
    }

    /** Sends a buffer's segments without copying or consuming them. */
    private static final class SharedBody extends RequestBody {
        private final Buffer content;

        SharedBody(Buffer content) {
            this.content = content;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return content.size();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(content.clone(), content.size());
        }
    }
}
