package org.pgturso.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts that fail: 1 s, doubled each time up to a bound, each shortened by up to half at random. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Duration longest;
    private Duration next = FIRST;

    Backoff(Duration longest) {
        this.longest = longest;
    }

    /** The pause before the next attempt. */
    Duration failed() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
    }

    /** Starts over. */
    void succeeded() {
        next = FIRST;
    }
}
