package org.pgturso.turso;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * One request until it is answered: attempts on fresh streams, pauses between them, and the end of a stream that the
 * server kept open. Completing or cancelling {@link #result} from outside stops it wherever it is.
 */
final class Exchange<T> implements Runnable {
    private final Http http;
    private final Buffer request;
    private final Function<Reader, HranaAnswer<T>> reader;
    private final Duration retry;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Call running;

    Exchange(Http http, Buffer request, Function<Reader, HranaAnswer<T>> reader, Duration retry) {
        this.http = http;
        this.request = request;
        this.reader = reader;
        this.retry = retry;
        var unused = result.whenComplete((value, error) -> stop());
    }

    /** Completes with a {@link PgTursoException} where there is no good answer. */
    CompletableFuture<T> result() {
        return result;
    }

    void cancel() {
        result.cancel(false);
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(retry);
        try {
            while (!result.isDone()) {
                Attempt<T> attempt = attempt();
                running = null;
                if (attempt instanceof Attempt.Answered<T> answered) {
                    result.complete(answered.answer().result());
                    http.endStream(answered.answer());
                } else if (attempt instanceof Attempt.Failed<T> failed) {
                    pauseOrGiveUp(failed, backoff);
                }
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private Attempt<T> attempt() {
        Call call = http.pipeline(request);
        running = call;
        if (result.isDone()) {
            call.cancel();
        }
        try (Response response = call.execute()) {
            if (response.code() != 200) {
                return new Attempt.Failed<>(HttpStatus.toException(response.code()), HttpStatus.retryAfter(response));
            }
            return new Attempt.Answered<>(reader.apply(Http.text(response)));
        } catch (IOException e) {
            return new Attempt.Failed<>(unreachable(e), Optional.empty());
        } catch (PgTursoException e) {
            return new Attempt.Failed<>(e, Optional.empty());
        }
    }

    private static PgTursoException unreachable(IOException e) {
        if (e instanceof SSLPeerUnverifiedException || e.getCause() instanceof CertificateException) {
            return new PgTursoException(ErrorKind.WRONG_STATE, "target's certificate is not trusted", e)
                    .detail("TLS reported: " + e.getMessage() + ".")
                    .hint("Use the name that the certificate is for, or let Java trust its issuer.");
        }
        boolean overall = e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
        return overall
                ? new PgTursoException(ErrorKind.TARGET_UNAVAILABLE, "target did not answer in time", e)
                        .detail("Its answer took longer than pgturso.call_timeout.")
                : new PgTursoException(ErrorKind.TARGET_UNAVAILABLE, "target can't be reached", e)
                        .detail("The network reported: " + e.getMessage() + ".");
    }

    private void pauseOrGiveUp(Attempt.Failed<T> failed, Backoff backoff) {
        PgTursoException error = failed.error();
        Optional<Duration> pause = error.kind().retry() == ErrorKind.Retry.YES
                ? backoff.afterFailure(failed.retryAfter().orElse(Duration.ZERO))
                : Optional.empty();
        if (pause.isPresent()) {
            pause(pause.get());
            return;
        }
        if (backoff.failures() > 1) {
            error.detail(error.detail() + " It was tried " + backoff.failures() + " times.");
        }
        result.completeExceptionally(error);
    }

    /** Lets time pass, or less where somebody completes or cancels the result. */
    private void pause(Duration pause) {
        try {
            result.get(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException | ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            result.cancel(false);
        }
    }

    private void stop() {
        Call call = running;
        if (call != null) {
            call.cancel();
        }
    }
}
