package org.pgturso.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Session;

/**
 * The work of a worker in charge, for as long as the connection lives by which it is: it takes calls out of the
 * mailbox, sends answers back, and looks after its duties.
 */
final class Shift {
    private static final Logger LOG = Logger.getLogger(Shift.class.getName());
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LOOKING = Duration.ofSeconds(1);
    private static final Duration TIDYING = Duration.ofMinutes(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(4);

    private final Mailbox mailbox;
    private final Session session;
    private final Desk desk;
    private final Duties duties;

    /** Uses a session with autocommit on. */
    Shift(Session session, Desk desk, Duties duties) {
        this.session = session;
        this.mailbox = new Mailbox(session);
        this.desk = desk;
        this.duties = duties;
    }

    /** Works until told to stop; the calls taken in by then are answered if they end soon. */
    void work(StopSignal stop) throws InterruptedException {
        Timer looking = new Timer(LOOKING);
        Timer tidying = new Timer(TIDYING);
        Pauses pauses = new Pauses(LONGEST_PAUSE);
        while (!stop.isRaised()) {
            Optional<Mailbox.Request> request = mailbox.take();
            request.ifPresent(desk::accept);
            answer(pauses.after(request.isPresent()));
            if (looking.isDue()) {
                look();
            }
            if (tidying.isDue()) {
                mailbox.forgetOldAnswers();
            }
        }
    }

    /** Sends back the answers that come soon, once no more calls are taken. */
    void finish() throws InterruptedException {
        Timer end = new Timer(LAST_ANSWERS);
        while (!desk.isIdle() && !end.isDue()) {
            answer(LONGEST_PAUSE);
        }
    }

    /** A registry that can't be read must not keep calls from being answered. */
    private void look() {
        try {
            duties.look(session);
        } catch (PgTursoException e) {
            LOG.log(Level.WARNING, "registry can't be read", e);
        }
    }

    private void answer(Duration pause) throws InterruptedException {
        Optional<Desk.Answer> answer = desk.poll(pause);
        while (answer.isPresent()) {
            mailbox.answer(answer.get().number(), answer.get().json());
            answer = desk.poll(Duration.ZERO);
        }
    }
}
