package org.pgturso.turso;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** The wait of a thread that has nothing else to do. */
final class Blocking {
    private Blocking() {}

    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PgTursoException known) {
                throw known;
            }
            throw new PgTursoException(ErrorKind.INTERNAL, "request to the target failed unexpectedly", e);
        } catch (CancellationException e) {
            throw new PgTursoException(ErrorKind.CANCELLED, "request to the target was cancelled", e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new PgTursoException(ErrorKind.CANCELLED, "request to the target was interrupted", e);
        }
    }
}
