package org.pgturso.pljava;

import java.util.concurrent.CountDownLatch;

/**
 * Keeps the JVM up while a call is under way. When Postgres ends a session in the middle of a statement that Java runs
 * (a shutdown, {@code pg_terminate_backend}), PL/Java destroys the JVM with Java frames still on the stack, and that
 * crashes the process and with it the whole server. But a JVM waits for threads that are not daemons, and after five
 * seconds of that PL/Java lets the process end without destroying it.
 */
final class Guard implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);

    Guard() {
        Thread thread = new Thread(this::stand, "pgturso call");
        thread.setDaemon(false);
        thread.start();
    }

    @Override
    public void close() {
        over.countDown();
    }

    private void stand() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
