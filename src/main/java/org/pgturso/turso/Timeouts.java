package org.pgturso.turso;

import java.time.Duration;

/**
 * How long a target may take.
 *
 * @param connect for TCP and TLS to come up
 * @param call for one attempt from connecting to the last byte of the answer
 * @param retry no further attempt begins later than this after the first one
 */
public record Timeouts(Duration connect, Duration call, Duration retry) {
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** Keeps trying for 30 seconds. */
    public Timeouts(Duration connect, Duration call) {
        this(connect, call, Duration.ofSeconds(30));
    }
}
