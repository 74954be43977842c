package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** First copies, and how they are joined to the stream. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class CopyIT extends EndToEnd {
    CopyIT(Variant variant) {
        super(variant);
    }

    @Test
    void copiesTheRowsThatAreThere() throws SQLException {
        execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, dish text NOT NULL, price numeric(10,2), at timestamptz,"
                        + " score float8, paid boolean, photo bytea, tags text[])",
                """
                INSERT INTO orders SELECT i, 'dish ' || i, i * 1.5, '2026-11-22 06:30:00.5+01'::timestamptz + i * '1 s'::interval,
                    CASE WHEN i % 100 = 0 THEN 'NaN' ELSE sqrt(i) END, i % 3 = 0, decode(md5(i::text), 'hex'), ARRAY['a,"b', NULL, i::text]
                  FROM generate_series(1, 5000) i""",
                "INSERT INTO orders (id, dish) VALUES (-1, ''), (9223372036854775807, E'it''s \\u00e9 \\U0001F382\\n\\\\')",
                "CREATE TABLE nothing (id integer PRIMARY KEY, note text)");
        scheduleTable("orders");
        scheduleTable("nothing");
        replicate();
        assertThat(compare("orders")).isEqualTo(5002);
        assertThat(compare("nothing")).isZero();
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void makesTheTargetTableAtOnceAndTellsWhatItShipped() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO dish VALUES (1, 'soup')");
        scheduleTable("dish");
        assertThat(tablesInTurso()).containsExactly("dish");
        assertThat(value(
                        "SELECT concat_ws(' ', relation, kind, inserted, updated, deleted) FROM turso_replicate_now()"))
                .isEqualTo("dish table 1 0 0");
        assertThat(value(
                        "SELECT state || ' ' || inserted || ' ' || lag_bytes || coalesce(error, '') FROM turso_status"))
                .startsWith("copied 1 ");
    }

    @Test
    void rowsCommittedBetweenRegistrationAndCopyComeOnce() throws SQLException {
        startWithAnotherTable();
        execute(
                "CREATE TABLE log (line text)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "INSERT INTO log VALUES ('a')");
        scheduleTable("log");
        execute("INSERT INTO log VALUES ('b'), ('b')");
        replicateAndCompare("log");
        execute("INSERT INTO log VALUES ('a'), ('c')");
        replicateAndCompare("log", "other");
    }

    @Test
    void aTransactionOpenDuringTheCopyComesAfterIt() throws SQLException {
        startWithAnotherTable();
        execute(
                "CREATE TABLE log (line text)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "INSERT INTO log VALUES ('a'), ('gone')");
        scheduleTable("log");
        try (Connection writer = source().another();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO log VALUES ('open')");
            statement.execute("DELETE FROM log WHERE line = 'gone'");
            execute("INSERT INTO log VALUES ('committed')");
            replicate();
            assertThat(turso().value("SELECT count(*) FROM log")).isEqualTo(3L);
            statement.execute("INSERT INTO log VALUES ('open too')");
            writer.commit();
        }
        replicateAndCompare("log");
        assertThat(turso().value("SELECT count(*) FROM log")).isEqualTo(4L);
    }

    @Test
    void isJoinedExactlyWhileAnotherSessionKeepsWriting() throws Exception {
        execute(
                "CREATE TABLE busy (id integer PRIMARY KEY, n integer NOT NULL)",
                "INSERT INTO busy SELECT i, 0 FROM generate_series(1, 5000) i",
                "CREATE TABLE log (line integer)",
                "ALTER TABLE log REPLICA IDENTITY FULL");
        scheduleTable("busy");
        scheduleTable("log");
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch writing = new CountDownLatch(20);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> rounds = executor.submit(() -> keepWriting(enough, writing));
            writing.await();
            replicate();
            execute("SELECT turso_resync('busy')", "SELECT turso_resync('log')");
            replicate();
            enough.set(true);
            assertThat(rounds.get()).isGreaterThan(20);
        } finally {
            enough.set(true);
            executor.shutdown();
        }
        replicateAndCompare("busy", "log");
    }

    private int keepWriting(AtomicBoolean enough, CountDownLatch writing) throws SQLException {
        int round = 0;
        try (Connection writer = source().another();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            while (!enough.get()) {
                round++;
                statement.execute("UPDATE busy SET n = n + 1 WHERE id % 500 = " + round % 500);
                statement.execute("DELETE FROM busy WHERE id = " + (round * 7 % 5000 + 1));
                statement.execute("INSERT INTO busy VALUES (" + (10_000 + round) + ", " + round + ")");
                statement.execute("INSERT INTO log VALUES (" + round % 10 + ")");
                writer.commit();
                writing.countDown();
            }
        }
        return round;
    }

    private void startWithAnotherTable() throws SQLException {
        execute("CREATE TABLE other (id integer PRIMARY KEY)", "INSERT INTO other VALUES (1)");
        scheduleTable("other");
        replicateAndCompare("other");
    }
}
