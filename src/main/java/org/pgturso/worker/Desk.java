package org.pgturso.worker;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * Carries out calls, several at a time, and lays their answers out for the mailbox. {@link #accept}, {@link #poll} and
 * {@link #isIdle} are for one thread.
 */
final class Desk implements AutoCloseable {
    /** What a caller waits for. */
    record Answer(long number, JsonObject json) {}

    private static final Logger LOG = Logger.getLogger(Desk.class.getName());
    private static final int SEATS = 8;

    private final SessionPool sessions;
    private final Duties duties;
    private final ExecutorService seats = Executors.newFixedThreadPool(SEATS);
    private final BlockingQueue<Answer> done = new LinkedBlockingQueue<>();
    private final AtomicInteger owed = new AtomicInteger();

    Desk(SessionPool sessions, Duties duties) {
        this.sessions = sessions;
        this.duties = duties;
    }

    /** Starts on a call; its answer will come out of {@link #poll}. */
    void accept(Mailbox.Request request) {
        owed.incrementAndGet();
        seats.execute(() -> done.add(new Answer(request.number(), answer(request))));
    }

    /** The next answer, waiting for it no longer than this. */
    Optional<Answer> poll(Duration wait) throws InterruptedException {
        Optional<Answer> answer = Optional.ofNullable(done.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
        answer.ifPresent(ignored -> owed.decrementAndGet());
        return answer;
    }

    /** Whether every call taken in was answered and the answer taken out. */
    boolean isIdle() {
        return owed.get() == 0;
    }

    /** Interrupts the calls in work; their answers are lost. */
    @Override
    public void close() {
        seats.shutdownNow();
    }

    private JsonObject answer(Mailbox.Request request) {
        try {
            return sessions.with(session -> duties.answer(session, request.op(), request.args()));
        } catch (PgTursoException e) {
            return error(e);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "call " + request.op() + " failed", e);
            return error(new PgTursoException(ErrorKind.INTERNAL, "worker failed to carry out the call", e)
                    .hint("The worker's log says more."));
        }
    }

    private static JsonObject error(PgTursoException e) {
        JsonObject error = new JsonObject();
        error.addProperty("sqlstate", e.sqlState());
        error.addProperty("message", e.getMessage());
        error.addProperty("detail", e.detail());
        error.addProperty("hint", e.hint());
        JsonObject answer = new JsonObject();
        answer.add("error", error);
        return answer;
    }
}
