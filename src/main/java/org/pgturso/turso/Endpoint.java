package org.pgturso.turso;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** Where a Turso database answers, and the token it wants to see. */
public record Endpoint(HttpUrl url, Optional<String> token) {
    private static final Map<String, String> SCHEMES =
            Map.of("libsql", "https", "https", "https", "wss", "https", "http", "http", "ws", "http");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /**
     * Reads what {@code turso_url()} and {@code turso_token()} returned. {@code libsql://} and {@code wss://} mean
     * {@code https://}, {@code ws://} means {@code http://}; a path is kept, a trailing slash does not matter.
     *
     * @param token null or empty where the server asks for none
     * @param allowInsecureHttp whether a token may travel in clear to another machine
     * @throws PgTursoException INVALID_ARGUMENT, never quoting the URL: it may hold a secret
     */
    public static Endpoint parse(String url, @Nullable String token, boolean allowInsecureHttp) {
        HttpUrl parsed = parseUrl(url);
        Optional<String> bearer = Optional.ofNullable(token).filter(text -> !text.isEmpty());
        if (bearer.isPresent() && !TOKEN.matcher(bearer.get()).matches()) {
            throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "target token is malformed")
                    .detail("It has a space, a line break or a character outside of ASCII.")
                    .hint("Check what the target's token function, such as turso_token(), returns.");
        }
        if (bearer.isPresent() && !parsed.isHttps() && !isLoopback(parsed) && !allowInsecureHttp) {
            throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "target URL would send the token unencrypted")
                    .detail("The URL's scheme is not encrypted and its host is not this machine.")
                    .hint("Use libsql:// or https://, or set pgturso.allow_insecure_http to on.");
        }
        return new Endpoint(parsed, bearer);
    }

    /** The address of one of the protocol's resources, such as {@code v2/pipeline}, below a base URL. */
    static HttpUrl resource(HttpUrl base, String path) {
        return base.newBuilder().addPathSegments(path).build();
    }

    private static HttpUrl parseUrl(String url) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? null : SCHEMES.get(url.substring(0, colon).toLowerCase(Locale.ROOT));
        if (scheme == null) {
            throw malformed("It does not begin with libsql://, https://, http://, wss:// or ws://.");
        }
        HttpUrl parsed = HttpUrl.parse(scheme + url.substring(colon));
        if (parsed == null) {
            throw malformed("Its host, port or path can't be read.");
        }
        if (!parsed.username().isEmpty() || !parsed.password().isEmpty()) {
            throw malformed("It has a user name or a password.");
        }
        if (parsed.query() != null || parsed.fragment() != null) {
            throw malformed("It has a query or a fragment.");
        }
        return parsed;
    }

    private static PgTursoException malformed(String detail) {
        return new PgTursoException(ErrorKind.INVALID_ARGUMENT, "target URL is malformed")
                .detail(detail)
                .hint("Return a URL such as libsql://name-organization.turso.io from the target's URL function and the"
                        + " token from its token function.");
    }

    static boolean isLoopback(HttpUrl url) {
        return LOOPBACK.matcher(url.host()).matches();
    }

    /** The URL; never the token. */
    @Override
    public String toString() {
        return url.toString();
    }
}
