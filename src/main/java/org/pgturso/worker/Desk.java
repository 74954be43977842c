package org.pgturso.worker;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgturso.replication.ErrorAnswer;

/** Carries out calls, several at a time, and lays their answers out for the mailbox, whose thread alone uses it. */
final class Desk implements AutoCloseable {
    /** What a caller waits for. */
    record Answer(long number, JsonObject json) {}

    private static final Logger LOG = Logger.getLogger(Desk.class.getName());
    private static final int SEATS = 16;

    private final Duties duties;
    private final ExecutorService seats = Executors.newFixedThreadPool(SEATS);
    private final BlockingQueue<Answer> done = new LinkedBlockingQueue<>();
    private int owed;

    Desk(Duties duties) {
        this.duties = duties;
    }

    /** Starts on a call; its answer will come out of {@link #poll}. */
    void accept(Mailbox.Request request) {
        owed++;
        seats.execute(() -> done.add(new Answer(request.number(), answer(request))));
    }

    /** The next answer, waiting for it no longer than this. */
    Optional<Answer> poll(Duration wait) throws InterruptedException {
        Optional<Answer> answer = Optional.ofNullable(done.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
        owed -= answer.isPresent() ? 1 : 0;
        return answer;
    }

    /** Whether every call taken in was answered and the answer taken out. */
    boolean isIdle() {
        return owed == 0;
    }

    /** Interrupts the calls in work; their answers are lost. */
    @Override
    public void close() {
        seats.shutdownNow();
    }

    private JsonObject answer(Mailbox.Request request) {
        try {
            return duties.answer(request.op(), request.args());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "call " + request.op() + " failed", e);
            JsonObject answer = new JsonObject();
            answer.add("error", ErrorAnswer.of(e));
            return answer;
        }
    }
}
