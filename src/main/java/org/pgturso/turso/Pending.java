package org.pgturso.turso;

import java.util.concurrent.CompletableFuture;

/** A transaction on its way to the target. */
public final class Pending {
    private final CompletableFuture<?> answer;
    private final Waiting waiting;

    Pending(CompletableFuture<?> answer, Waiting waiting) {
        this.answer = answer;
        this.waiting = waiting;
    }

    /** Whether {@link #await} would return at once. */
    public boolean isDone() {
        return answer.isDone();
    }

    /** Returns when the transaction is committed; throws what {@link TursoClient#transaction} would. */
    public void await() {
        waiting.await(answer);
    }

    /** Stops trying. The transaction may have been committed all the same. */
    public void cancel() {
        answer.cancel(false);
    }
}
