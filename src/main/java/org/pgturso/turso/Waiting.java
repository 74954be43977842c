package org.pgturso.turso;

import java.util.concurrent.CompletableFuture;

/**
 * How the host waits for an answer: a worker's thread just blocks, a backend's looks for a cancel meanwhile.
 *
 * <p>Implementations rethrow the future's {@link org.pgturso.error.PgTursoException} as it is and cancel the future
 * when they are interrupted.
 */
@FunctionalInterface
public interface Waiting {
    /** Blocks; an interrupt is a cancel. */
    Waiting BLOCKING = Blocking::await;

    <T> T await(CompletableFuture<T> answer);
}
