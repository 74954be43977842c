package org.pgturso.apply;

import java.util.function.Consumer;
import org.pgturso.error.PgTursoException;
import org.pgturso.turso.Pending;

/** A batch on its way to the target. */
public final class PendingCommit {
    private final Pending pending;
    private final Consumer<PgTursoException> settle;

    PendingCommit(Pending pending, Consumer<PgTursoException> settle) {
        this.pending = pending;
        this.settle = settle;
    }

    /** Whether {@link #await} would have no need to wait for the transaction itself. */
    public boolean isDone() {
        return pending.isDone();
    }

    /** Returns when the batch is durable; throws what {@link Target#commit} would. To be called once. */
    public void await() {
        try {
            pending.await();
        } catch (PgTursoException e) {
            settle.accept(e);
        }
    }
}
