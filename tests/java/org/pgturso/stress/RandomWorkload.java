package org.pgturso.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.pgturso.error.PgTursoException;
import org.pgturso.servers.Fault;

/**
 * Two sessions that write at random to some tables, while those are replicated in small steps by rounds and by streaming,
 * paused, resumed, copied again, unregistered and registered, and while requests to Turso fail. All in one thread, so
 * that the same seed does the same.
 */
final class RandomWorkload implements AutoCloseable {
    private static final Pattern EXPECTED = Pattern.compile(
            "|canceling statement due to lock timeout.*|terminating connection.*|This connection has been closed.*");
    private static final int STATEMENTS_BETWEEN_COMPARISONS = 500;

    private final Stage stage;
    private final List<Subject> subjects;
    private final Random random;
    private final List<Writer> writers;
    private int succeeded;

    RandomWorkload(Stage stage, List<Subject> subjects, long seed) {
        this.stage = stage;
        this.subjects = subjects;
        this.random = new Random(seed);
        for (Subject subject : subjects) {
            stage.sql(subject.ddl().toArray(String[]::new));
        }
        this.writers = List.of(new Writer(stage.postgres, stage.database), new Writer(stage.postgres, stage.database));
        stage.register(subjects.stream().map(Subject::relation).toList());
        assertThat(stage.host().run()).isEmpty();
    }

    /** Runs until so many statements have succeeded, comparing now and then. */
    void run(int statements) {
        int compareAt = STATEMENTS_BETWEEN_COMPARISONS;
        while (succeeded < statements) {
            step();
            if (succeeded >= compareAt) {
                compare();
                compareAt += STATEMENTS_BETWEEN_COMPARISONS;
            }
        }
        compare();
    }

    private void step() {
        Writer writer = writers.get(random.nextInt(writers.size()));
        int dice = random.nextInt(1000);
        if (dice < 800) {
            count(writer.tries(subject().change(random)));
        } else if (dice < 880) {
            writer.end(true);
        } else if (dice < 900) {
            writer.end(false);
        } else if (dice < 940) {
            writer.savepoint(random);
        } else if (dice < 945) {
            count(writer.tries(truncate()));
        } else if (dice < 955) {
            lifecycle();
        } else {
            replicate();
        }
    }

    private void count(boolean success) {
        succeeded += success ? 1 : 0;
    }

    private Subject subject() {
        return subjects.get(random.nextInt(subjects.size()));
    }

    private String truncate() {
        List<Subject> some = new ArrayList<>(subjects);
        Collections.shuffle(some, random);
        return "TRUNCATE "
                + String.join(
                        ", ",
                        some.subList(0, 1 + random.nextInt(2)).stream()
                                .map(Subject::relation)
                                .toList());
    }

    private void lifecycle() {
        Subject subject = subject();
        String relation = "(" + Literals.quote(subject.relation());
        switch (random.nextInt(6)) {
            case 0 -> stage.sql("SELECT turso_pause" + relation + ")");
            case 1, 2 -> stage.sql("SELECT turso_resume" + relation + ")");
            case 3 -> stage.sql("SELECT turso_resync" + relation + ")");
            case 4 -> stage.sql("SELECT turso_resync()");
            default -> {
                endAll();
                stage.sql("SELECT turso_unschedule_replication" + relation + ")");
                stage.register(List.of(subject.relation()));
            }
        }
    }

    private void replicate() {
        Host host = stage.host();
        host.set("pgturso.batch_size", random.nextInt(5) == 0 ? "2MB" : 1 + random.nextInt(8) + "kB");
        host.set("pgturso.peek_changes", String.valueOf(1 + random.nextInt(60)));
        host.set("lock_timeout", "50ms");
        switch (random.nextInt(10)) {
            case 0 -> stage.proxy.failNext(Fault.LOSE_RESPONSE, "_pgturso_state");
            case 1 -> stage.proxy.failNext(Fault.CUT, "_pgturso_state");
            case 2 -> host.faults().before("pg_replication_slot_advance", PostgresFaults::endBackend);
            default -> {}
        }
        // A table that a writer has truncated and not committed can't be read, nor do wal2json's decoders get past it.
        if (random.nextInt(3) == 0) {
            assertThat(follow(1 + random.nextInt(20))).matches(EXPECTED);
        } else {
            assertThat(host.run()).allMatch(failure -> EXPECTED.matcher(failure).matches());
        }
        stage.proxy.heal();
        host.faults().heal();
    }

    private String follow(int steps) {
        try {
            stage.host().follow(1, steps);
            return "";
        } catch (PgTursoException e) {
            return e.getMessage();
        }
    }

    /** Ends all transactions, lets replication catch up and compares the tables. */
    private void compare() {
        endAll();
        for (Subject subject : subjects) {
            stage.sql("SELECT turso_resume(" + Literals.quote(subject.relation()) + ")");
        }
        assertThat(stage.host().run()).isEmpty();
        subjects.forEach(stage.sides::assertEqual);
    }

    private void endAll() {
        writers.forEach(writer -> writer.end(true));
    }

    @Override
    public void close() {
        writers.forEach(Writer::close);
    }
}
