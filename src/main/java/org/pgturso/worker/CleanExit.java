package org.pgturso.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Answers a signal to end: lets the work come to its end and exits with status 0, or 1 if it does not end soon. Without
 * this, a JVM ended by a signal exits with the signal's number.
 */
final class CleanExit {
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Does work that can be asked to end.
     *
     * @param stop asks it; must return at once
     */
    void during(Runnable work, Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> exit(stop), "clean exit"));
        try {
            work.run();
        } finally {
            ended.countDown();
        }
    }

    private void exit(Runnable stop) {
        if (ended.getCount() == 0) {
            return;
        }
        stop.run();
        boolean clean = false;
        try {
            clean = ended.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(clean ? 0 : 1);
    }
}
