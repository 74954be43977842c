package org.pgturso.pljava;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Session;
import org.pgturso.turso.Waiting;

/**
 * Waits in a backend, whose thread must come by Postgres now and then to notice a cancel, a timeout or a shutdown:
 * Postgres looks for them whenever it runs a statement.
 */
final class AlertWaiting implements Waiting {
    private static final Duration LOOK_AFTER = Duration.ofMillis(100);

    private final Session session;

    /** Takes the session of the calling thread. */
    AlertWaiting(Session session) {
        this.session = session;
    }

    @Override
    public <T> T await(CompletableFuture<T> answer) {
        while (true) {
            try {
                return answer.get(LOOK_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                lookUp(answer);
            } catch (ExecutionException e) {
                throw reason(e.getCause());
            } catch (CancellationException e) {
                throw new PgTursoException(ErrorKind.CANCELLED, "request to the target was cancelled", e);
            } catch (InterruptedException e) {
                answer.cancel(false);
                Thread.currentThread().interrupt();
                throw new PgTursoException(ErrorKind.CANCELLED, "request to the target was interrupted", e);
            }
        }
    }

    private static RuntimeException reason(@Nullable Throwable cause) {
        return cause instanceof RuntimeException known
                ? known
                : new PgTursoException(ErrorKind.INTERNAL, "request to the target failed unexpectedly", cause);
    }

    private void lookUp(CompletableFuture<?> answer) {
        try {
            session.text("SELECT 1");
        } catch (PgTursoException e) {
            answer.cancel(false);
            throw e;
        }
    }
}
