package org.pgturso.turso;

import java.time.Duration;
import java.util.Optional;
import org.pgturso.error.PgTursoException;

/** How one attempt ended. */
sealed interface Attempt<T> {
    record Answered<T>(HranaAnswer<T> answer) implements Attempt<T> {}

    /**
     * Failed.
     *
     * @param retryAfter how long the server asks to leave it alone
     */
    record Failed<T>(PgTursoException error, Optional<Duration> retryAfter) implements Attempt<T> {}
}
