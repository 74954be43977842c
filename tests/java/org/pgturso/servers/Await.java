package org.pgturso.servers;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what will be true soon, instead of sleeping and hoping. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /**
     * Returns once the condition holds.
     *
     * @throws AssertionError when it doesn't within the timeout, with what the condition last threw as its cause
     */
    public static void until(String what, Duration timeout, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Throwable last;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception | AssertionError e) {
                last = e;
            }
            pause();
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not within " + timeout + ": " + what, last);
    }

    /** Returns once the assertion passes; throws its own failure when it doesn't within the timeout. */
    public static void untilAsserted(Duration timeout, ThrowingRunnable assertion) {
        until("assertion", timeout, () -> {
            assertion.run();
            return true;
        });
    }

    /** An assertion that may throw anything. */
    @FunctionalInterface
    public interface ThrowingRunnable {
        void run() throws Exception;
    }

    public static int exit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
