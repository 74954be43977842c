package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;
import org.pgturso.servers.WorkerProcess;

/** What the worker does by itself: it follows slots, keeps schedules, and looks after each target apart. */
class ReplicatingIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TursoServer turso = TursoServer.create();
    private final String database = "replicating_" + COUNT.incrementAndGet();
    private WorkerProcess worker;

    @BeforeEach
    void start() {
        SERVER.createDatabase(database);
        execute(
                "CREATE EXTENSION pgturso",
                url("turso_url", turso),
                "CREATE TABLE item (id integer PRIMARY KEY, name text)");
        worker = WorkerProcess.inCharge(SERVER.url(database));
    }

    @AfterEach
    void stop() throws SQLException {
        assertThat(worker.terminate()).isZero();
        value(
                "SELECT count(pg_drop_replication_slot(slot_name)) FROM pg_replication_slots WHERE database = current_database()");
        turso.close();
    }

    @Test
    void commitsArriveWithoutWaitingForTheSchedule() throws SQLException {
        execute("INSERT INTO item VALUES (1, 'one')", schedule("item", "30 minutes"));
        awaitItems(turso, 1);
        for (int i = 2; i < 30; i++) {
            execute("INSERT INTO item VALUES (" + i + ", 'more')");
        }
        execute("DELETE FROM item WHERE id = 5", "UPDATE item SET name = 'zwei' WHERE id = 2");
        awaitItems(turso, 28);
        Await.until("update arrives", SOON, () -> "zwei".equals(turso.value("SELECT name FROM item WHERE id = 2")));
        Await.until("rows are counted", SOON, () -> "29 1 1"
                .equals(value("SELECT concat_ws(' ', inserted, updated, deleted) FROM turso_status")));
        assertThat(value("SELECT error FROM turso_status")).isNull();
    }

    @Test
    void callInTheMidstOfFollowingReturnsWhenAllIsThere() throws SQLException {
        execute("INSERT INTO item VALUES (1, 'one')", schedule("item", "30 minutes"));
        awaitItems(turso, 1);
        for (int i = 0; i < 5; i++) {
            execute("INSERT INTO item SELECT n, 'more' FROM generate_series(" + (100 * i + 2) + ", " + (100 * i + 101)
                    + ") n");
            assertThat(value("SELECT count(*) FROM turso_replicate_now()")).isEqualTo("1");
            assertThat(turso.value("SELECT count(*) FROM item")).isEqualTo(100L * (i + 1) + 1);
        }
    }

    @Test
    void anotherTargetIsFollowedWithoutARestartAndAFailingOneDisturbsNobody() throws SQLException {
        execute(schedule("item", "1 second"));
        try (TursoServer other = TursoServer.create()) {
            execute(
                    url("other_url", other),
                    "SELECT turso_add_target('other', 'other_url')",
                    "SELECT turso_schedule_table_replication('item', '1 second', 'other')",
                    "INSERT INTO item VALUES (1, 'one')");
            awaitItems(turso, 1);
            awaitItems(other, 1);
            other.stop();
            execute("INSERT INTO item VALUES (2, 'two')");
            awaitItems(turso, 2);
            other.start();
            awaitItems(other, 2);
        }
    }

    @Test
    void viewsAreSyncedByScheduleWhereThereIsNoCron() throws SQLException {
        execute(
                "CREATE VIEW names AS SELECT name, count(*) AS number FROM item GROUP BY name",
                "SELECT turso_schedule_mv_replication('names', '1 second')",
                "INSERT INTO item VALUES (1, 'a'), (2, 'a')");
        Await.until("view is synced", SOON, () -> Long.valueOf(2).equals(turso.value("SELECT number FROM names")));
        execute("INSERT INTO item VALUES (3, 'a')");
        Await.until(
                "view is synced again", SOON, () -> Long.valueOf(3).equals(turso.value("SELECT number FROM names")));
    }

    @Test
    void pausedAndUnscheduledTablesAreLeftAlone() throws SQLException {
        execute(schedule("item", "1 second"), "INSERT INTO item VALUES (1, 'one')");
        awaitItems(turso, 1);
        execute("SELECT turso_pause('item')");
        Await.until("slot is let go", SOON, () -> "f"
                .equals(value("SELECT active FROM pg_replication_slots WHERE database = current_database()")));
        execute("INSERT INTO item VALUES (2, 'two')", "SELECT turso_resume('item')");
        awaitItems(turso, 2);
        awaitFollowed();
        execute("SELECT turso_unschedule_replication('item')", "INSERT INTO item VALUES (3, 'three')");
        assertThat(value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                .isEqualTo("0");
        assertThat(turso.value("SELECT count(*) FROM item")).isEqualTo(2L);
    }

    @Test
    void slotMovesWhileOnlyOtherTablesAreWritten() throws SQLException {
        execute(
                "CREATE TABLE noise (filling text)",
                schedule("item", "30 minutes"),
                "INSERT INTO item VALUES (1, 'one')");
        awaitItems(turso, 1);
        String before = value("SELECT pg_current_wal_lsn()");
        execute("INSERT INTO noise SELECT repeat(md5(n::text), 30) FROM generate_series(1, 3000) n");
        Await.until("slot moves", SOON, () -> "t"
                .equals(value("SELECT confirmed_flush_lsn > '" + before
                        + "' FROM pg_replication_slots WHERE database = current_database()")));
    }

    @Test
    void whatHappenedWhileTheWorkerWasKilledIsCaughtUp() throws SQLException {
        execute(schedule("item", "30 minutes"), "INSERT INTO item VALUES (1, 'one')");
        awaitItems(turso, 1);
        awaitFollowed();
        worker.kill();
        execute("INSERT INTO item SELECT n, repeat(md5(n::text), 20) FROM generate_series(2, 40000) n");
        worker = WorkerProcess.inCharge(SERVER.url(database));
        awaitItems(turso, 40000);
        execute("DELETE FROM item WHERE id > 10");
        awaitItems(turso, 10);
    }

    private void awaitItems(TursoServer target, long count) {
        Await.until(
                count + " items", SOON, () -> Long.valueOf(count).equals(target.value("SELECT count(*) FROM item")));
    }

    @Test
    void sigtermEndsTheWorkerAlsoWhileTheTargetIsDown() throws SQLException {
        execute(schedule("item", "30 minutes"), "INSERT INTO item VALUES (1, 'one')");
        awaitItems(turso, 1);
        awaitFollowed();
        turso.stop();
        execute("INSERT INTO item VALUES (2, 'two')");
        Await.until(
                "change is on its way",
                SOON,
                () -> "t"
                        .equals(
                                value(
                                        "SELECT pg_current_wal_lsn() <= sent_lsn FROM pg_stat_replication WHERE application_name LIKE 'pgturso%'"
                                                + " AND pid = (SELECT active_pid FROM pg_replication_slots WHERE database = current_database())")));
        long start = System.nanoTime();
        assertThat(worker.terminate()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        turso.start();
        worker = WorkerProcess.inCharge(SERVER.url(database));
        awaitItems(turso, 2);
    }

    private void awaitFollowed() {
        Await.until("slot is followed", SOON, () -> "t"
                .equals(value("SELECT active FROM pg_replication_slots WHERE database = current_database()")));
    }

    private static String schedule(String table, String period) {
        return "SELECT turso_schedule_table_replication('" + table + "', '" + period + "')";
    }

    private static String url(String function, TursoServer target) {
        return "CREATE FUNCTION " + function + "() RETURNS text LANGUAGE sql AS $$ SELECT '" + target.url() + "' $$";
    }

    private void execute(String... sql) {
        SERVER.execute(database, sql);
    }

    private @Nullable String value(String sql) throws SQLException {
        try (Connection connection = SERVER.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
