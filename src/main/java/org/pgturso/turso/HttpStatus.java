package org.pgturso.turso;

import java.time.Duration;
import java.util.Optional;
import okhttp3.Response;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** What an HTTP status other than 200 means. Bodies are not read: they may quote SQL and values. */
final class HttpStatus {
    private HttpStatus() {}

    static PgTursoException toException(int status) {
        return switch (status) {
            case 401, 403 ->
                new PgTursoException(ErrorKind.TOKEN_REFUSED, "target refused the token")
                        .detail(answered(status))
                        .hint("Check what the target's token function, such as turso_token(), returns: it must be a"
                                + " token of this database that is still valid and allows writing.");
            case 404 ->
                new PgTursoException(ErrorKind.UNDEFINED_OBJECT, "target database does not exist")
                        .detail(answered(status))
                        .hint("Check what the target's URL function, such as turso_url(), returns.");
            case 408, 429 -> unavailable(status);
            case 413 ->
                new PgTursoException(ErrorKind.TARGET_REJECTED, "target finds the request too large")
                        .detail(answered(status));
            default -> status >= 500 ? unavailable(status) : rejected(status);
        };
    }

    /** How long the server asks to wait; only seconds are understood, as servers send them. */
    static Optional<Duration> retryAfter(Response response) {
        String seconds = response.header("Retry-After", "");
        return seconds != null && seconds.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private static PgTursoException unavailable(int status) {
        return new PgTursoException(
                        ErrorKind.TARGET_UNAVAILABLE,
                        status == 429 ? "target is limiting the rate of requests" : "target is not available")
                .detail(answered(status));
    }

    private static PgTursoException rejected(int status) {
        return new PgTursoException(ErrorKind.TARGET_REJECTED, "target rejected the request")
                .detail(answered(status))
                .hint("Check that the target's URL is the one of a Turso database.");
    }

    private static String answered(int status) {
        return "The target answered with HTTP status " + status + ".";
    }
}
