package org.pgturso.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.PostgresError;
import org.pgturso.postgres.Session;

/**
 * Serves one database until told to stop: alone in charge, or as a standby while another worker is. A lost connection
 * is made anew, after a pause.
 */
final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class.getName());
    private static final Duration STANDBY_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A server that is silent for so long, in answer to queries that take no time, is gone. */
    private static final int SILENCE_MS = 60_000;

    /** Classes of SQLSTATEs that pass by themselves: connection, resources, operator intervention. */
    private static final Set<String> PASSING = Set.of("08", "53", "57");

    private final Database database;
    private final Function<Stations, Duties> duties;
    private final StopSignal stop = new StopSignal();
    private boolean served;

    Worker(Database database, Function<Stations, Duties> duties) {
        this.database = database;
        this.duties = duties;
    }

    /**
     * Works until {@link #stop}.
     *
     * @throws PgTursoException when the first connection shows that waiting will not help: wrong password, no such
     *     database, extension not installed
     */
    void run() {
        Backoff backoff = new Backoff(LONGEST_PAUSE);
        while (!stop.isRaised()) {
            try {
                serve(backoff);
            } catch (RuntimeException e) {
                if (!served && !passing(e)) {
                    throw e;
                }
                Duration pause = backoff.failed();
                LOG.log(
                        Level.WARNING,
                        "not connected to " + database + ", next attempt in " + pause.toMillis() + " ms",
                        e);
                stop.sleep(pause);
            }
        }
    }

    /** May be called by any thread; {@link #run} returns soon after. */
    void stop() {
        stop.raise();
    }

    private void serve(Backoff backoff) {
        try (Connection connection = database.connect()) {
            connection.setNetworkTimeout(Runnable::run, SILENCE_MS);
            Session session = new Session(connection, ignored -> {});
            requireExtension(session);
            served = true;
            Leadership leadership = new Leadership(session);
            if (awaitTurn(leadership)) {
                LOG.info(() -> "in charge of " + database);
                backoff.succeeded();
                work(session);
                leadership.give();
            }
        } catch (SQLException e) {
            throw PostgresError.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.raise();
        }
    }

    private boolean awaitTurn(Leadership leadership) {
        if (leadership.take()) {
            return true;
        }
        LOG.info(() -> "standby: another worker is in charge of " + database);
        while (!stop.sleep(STANDBY_PAUSE)) {
            if (leadership.take()) {
                return true;
            }
        }
        return false;
    }

    private void work(Session session) throws InterruptedException {
        try (Stations stations = new Stations(database);
                Duties held = duties.apply(stations);
                Desk desk = new Desk(held)) {
            Shift shift = new Shift(session, desk, held);
            shift.work(stop);
            held.end();
            shift.finish();
        }
    }

    private void requireExtension(Session session) {
        if (session.text("SELECT to_regprocedure('turso.mailbox_receive()') IS NOT NULL")
                .equals("f")) {
            throw new PgTursoException(
                            ErrorKind.WRONG_STATE,
                            "extension pgturso is not installed in database \"" + database.name() + "\"")
                    .hint("Run CREATE EXTENSION pgturso there, or where its files can't be installed on the server: "
                            + "java -jar pgturso.jar install --database …");
        }
    }

    private static boolean passing(RuntimeException e) {
        return e instanceof PgTursoException known
                && PASSING.contains(known.sqlState().substring(0, 2));
    }
}
