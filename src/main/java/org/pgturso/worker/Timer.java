package org.pgturso.worker;

import java.time.Duration;

/** Says once a period that it is over; the first one begins with the timer. */
final class Timer {
    private final long period;
    private long next;

    Timer(Duration period) {
        this.period = period.toNanos();
        this.next = System.nanoTime() + this.period;
    }

    /** Whether a period has passed; begins the next one if so. */
    boolean isDue() {
        if (System.nanoTime() - next < 0) {
            return false;
        }
        next = System.nanoTime() + period;
        return true;
    }
}
