package org.pgturso.worker;

import java.time.Duration;

/** Pauses between looks for something that comes in bursts: 1 ms after something came, doubled each time up to a bound. */
final class Pauses {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Duration longest;
    private Duration last = SHORTEST;

    Pauses(Duration longest) {
        this.longest = longest;
    }

    /** How long to pause now. */
    Duration after(boolean something) {
        Duration doubled = last.multipliedBy(2);
        last = something ? SHORTEST : doubled.compareTo(longest) < 0 ? doubled : longest;
        return last;
    }
}
