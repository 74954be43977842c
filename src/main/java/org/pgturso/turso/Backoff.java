package org.pgturso.turso;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * When to try again: exponential backoff with full jitter, so that many clients which failed together do not come back
 * together. Gives up when a pause would end after the time allowed. One thread.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final long deadlineNanos;
    private final RandomGenerator random;
    private int failures;

    /** Begins now. */
    Backoff(Duration allowed) {
        this(allowed, ThreadLocalRandom.current());
    }

    Backoff(Duration allowed, RandomGenerator random) {
        this.deadlineNanos = System.nanoTime() + allowed.toNanos();
        this.random = random;
    }

    /**
     * Counts a failure.
     *
     * @param atLeast what the server asked for; a wish beyond the time allowed means giving up
     * @return how long to pause before the next attempt, or empty to give up
     */
    Optional<Duration> afterFailure(Duration atLeast) {
        long limit = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(failures, 20));
        failures++;
        Duration pause = atLeast.plusNanos(random.nextLong(limit) + 1);
        boolean inTime = System.nanoTime() + pause.toNanos() - deadlineNanos < 0;
        return inTime ? Optional.of(pause) : Optional.empty();
    }

    int failures() {
        return failures;
    }
}
