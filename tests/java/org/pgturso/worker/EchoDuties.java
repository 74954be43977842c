package org.pgturso.worker;

import com.google.gson.JsonObject;
import java.util.concurrent.CountDownLatch;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Session;

/** Answers calls with their own arguments. */
final class EchoDuties implements Duties {
    private final CountDownLatch end = new CountDownLatch(1);

    /** Operation {@code hang} never ends by itself, {@code fail} fails, any other answers. */
    @Override
    public JsonObject answer(String op, JsonObject args) {
        if (op.equals("hang")) {
            hang();
        } else if (op.equals("fail")) {
            throw new PgTursoException(ErrorKind.TARGET_BLOCKED, "target is full")
                    .detail("There are 3 rows too many.")
                    .hint("Buy more.");
        }
        return args;
    }

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void look(Session session) {}

    @Override
    public void end() {
        end.countDown();
    }

    @Override
    public void close() {
        end();
    }
}
