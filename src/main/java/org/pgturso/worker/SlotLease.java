package org.pgturso.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * Who may use a target's slot, which takes one user at a time: whoever follows its stream lets go when somebody else
 * {@linkplain #isWanted waits}. First come, first served. Any thread.
 */
final class SlotLease {
    /** Longer than most first copies take. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ReentrantLock lock = new ReentrantLock(true);

    /**
     * Uses the slot.
     *
     * @throws PgTursoException IN_USE where it does not get free within the patience
     */
    <T> T use(Duration patience, Supplier<T> work) {
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new PgTursoException(ErrorKind.IN_USE, "target is being replicated right now")
                        .hint("Try again when that has ended.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PgTursoException(ErrorKind.CANCELLED, "worker is shutting down", e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits for it. */
    boolean isWanted() {
        return lock.hasQueuedThreads();
    }
}
