package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;

/** Partitioned tables arrive as one table, whatever happens to their partitions. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#each")
class PartitionsIT extends EndToEnd {

    PartitionsIT(Variant variant) {
        super(variant);
    }

    @Test
    void changesOfEveryPartitionArriveUnderTheRootsName() throws SQLException {
        sales();
        execute(
                "INSERT INTO sale VALUES (5, 'e', 2025), (6, 'f', 2026), (7, 'g', 1999)",
                "UPDATE sale SET what = what || '!'",
                "UPDATE sale SET year = 2026 WHERE id = 1",
                "UPDATE sale SET year = 1998, id = 102 WHERE id = 2",
                "BEGIN; UPDATE sale SET year = 2025 WHERE id = 3; UPDATE sale SET year = 2026 WHERE id = 3;"
                        + " DELETE FROM sale WHERE id = 4; INSERT INTO sale VALUES (4, 'again', 2025); COMMIT");
        replicateAndCompare("sale");
        assertThat(tablesInTurso()).containsExactly("sale");
        assertNothingWasCopiedAgain();
    }

    @Test
    void partitionsMayHaveOtherColumnsOrdersAndLevels() throws SQLException {
        execute(
                "CREATE TABLE sale (gone integer, what text, twice integer GENERATED ALWAYS AS (2 * id) STORED, year integer, id integer, PRIMARY KEY (id, year)) PARTITION BY RANGE (year)",
                "ALTER TABLE sale DROP COLUMN gone",
                "CREATE TABLE other (year integer NOT NULL, id integer NOT NULL, dropped bytea, what text, twice integer GENERATED ALWAYS AS (2 * id) STORED)",
                "ALTER TABLE other DROP COLUMN dropped",
                "ALTER TABLE sale ATTACH PARTITION other FOR VALUES FROM (2025) TO (2026)",
                "CREATE TABLE deep PARTITION OF sale FOR VALUES FROM (2026) TO (2027) PARTITION BY LIST (id)",
                "CREATE TABLE deep_one PARTITION OF deep FOR VALUES IN (1)",
                "CREATE TABLE deep_rest PARTITION OF deep DEFAULT",
                "CREATE TABLE \"Odd, Name\" PARTITION OF sale DEFAULT",
                "INSERT INTO sale (what, year, id) SELECT 'what ' || y, y, i FROM generate_series(1, 3) i, generate_series(2024, 2027) y");
        scheduleTable("sale");
        replicateAndCompare("sale");
        mark();
        execute(
                "UPDATE sale SET what = what || '!' WHERE id < 3",
                "UPDATE sale SET id = id + 10 WHERE id = 1",
                "UPDATE sale SET year = 2023 WHERE year = 2026",
                "DELETE FROM sale WHERE id = 2 AND year = 2025",
                "INSERT INTO sale (year, id, what) VALUES (2026, 1, NULL), (2025, 9, ''), (2030, 1, 'x')");
        replicateAndCompare("sale");
        assertNothingWasCopiedAgain();
    }

    @Test
    void newPartitionsAreFollowed() throws SQLException {
        sales();
        execute(
                "DROP TABLE sale_rest",
                "CREATE TABLE sale_rest PARTITION OF sale DEFAULT",
                "CREATE TABLE sale_2027 PARTITION OF sale FOR VALUES FROM (2027) TO (2028)");
        replicateAndCompare("sale");
        mark();
        execute("INSERT INTO sale VALUES (10, 'j', 2027)", "UPDATE sale SET year = 2027 WHERE id = 1");
        replicateAndCompare("sale");
        execute("BEGIN; CREATE TABLE sale_2028 PARTITION OF sale FOR VALUES FROM (2028) TO (2029);"
                + " INSERT INTO sale VALUES (11, 'k', 2028); COMMIT");
        replicateAndCompare("sale");
        execute("UPDATE sale SET what = 'new' WHERE id = 11", "DELETE FROM sale WHERE id = 10");
        replicateAndCompare("sale");
        if (variant().plugin() == Plugin.PGOUTPUT) {
            assertNothingWasCopiedAgain();
        }
    }

    @Test
    void rowsComeAndGoWithAttachAndDetach() throws SQLException {
        sales();
        execute(
                "CREATE TABLE more (LIKE sale)",
                "INSERT INTO more VALUES (20, 't', 2027), (21, 'u', 2027)",
                "ALTER TABLE sale ATTACH PARTITION more FOR VALUES FROM (2027) TO (2028)",
                "INSERT INTO sale VALUES (22, 'v', 2027)");
        replicateAndCompare("sale");
        execute("UPDATE more SET what = 'w'", "ALTER TABLE sale DETACH PARTITION sale_2025");
        replicateAndCompare("sale");
        execute("DELETE FROM sale_2025 WHERE id = 1", "INSERT INTO sale VALUES (23, 'w', 2026)");
        replicateAndCompare("sale");
        execute("ALTER TABLE sale ATTACH PARTITION sale_2025 FOR VALUES FROM (2025) TO (2026)", "DROP TABLE more");
        replicateAndCompare("sale");
        execute("BEGIN; CREATE TABLE more (LIKE sale); INSERT INTO more VALUES (30, 'x', 2027);"
                + " ALTER TABLE sale ATTACH PARTITION more FOR VALUES FROM (2027) TO (2028); COMMIT");
        replicateAndCompare("sale");
    }

    @Test
    void aPartitionThatWasAwayForAMomentIsNoticed() throws SQLException {
        sales();
        execute(
                "BEGIN",
                "ALTER TABLE sale DETACH PARTITION sale_2025",
                "DELETE FROM sale_2025 WHERE id = 1",
                "INSERT INTO sale_2025 VALUES (40, 'z', 2025)",
                "ALTER TABLE sale ATTACH PARTITION sale_2025 FOR VALUES FROM (2025) TO (2026)",
                "COMMIT");
        replicateAndCompare("sale");
    }

    @Test
    void anEmptyPartitionJoinsWithoutWhatItWasBefore() throws SQLException {
        sales();
        execute(
                "CREATE TABLE more (LIKE sale)",
                "INSERT INTO more VALUES (1, 'not of sale', 2025)",
                "DELETE FROM more",
                "ALTER TABLE sale ATTACH PARTITION more FOR VALUES FROM (2027) TO (2028)");
        replicateAndCompare("sale");
        execute("INSERT INTO sale VALUES (50, 'of sale', 2027)");
        replicateAndCompare("sale");
        assertNothingWasCopiedAgain();
    }

    @Test
    void truncateOfAPartitionRemovesItsRowsOnly() throws SQLException {
        sales();
        execute(
                "BEGIN; INSERT INTO sale VALUES (8, 'h', 2025); TRUNCATE sale_2025; INSERT INTO sale VALUES (9, 'i', 2025); COMMIT");
        putAside("sale");
        replicateAndCompare("sale");
        execute("INSERT INTO sale VALUES (10, 'j', 2025)");
        replicateAndCompare("sale");
    }

    @Test
    void truncateOfTheRootEmptiesTheTableWithoutACopy() throws SQLException {
        sales();
        execute(
                "BEGIN; INSERT INTO sale VALUES (8, 'h', 2025); TRUNCATE sale; INSERT INTO sale VALUES (9, 'i', 2025); COMMIT");
        replicateAndCompare("sale");
        assertThat(compare("sale")).isEqualTo(1);
        execute("TRUNCATE sale_2025, sale_2026, sale_rest");
        replicateAndCompare("sale");
        assertNothingWasCopiedAgain();
    }

    @Test
    void aTableWithoutKeyWorksWhereItsPartitionsHaveFullIdentity() throws SQLException {
        execute(
                "CREATE TABLE log (line text, day integer) PARTITION BY LIST (day)",
                "CREATE TABLE log_1 PARTITION OF log FOR VALUES IN (1)",
                "CREATE TABLE log_2 PARTITION OF log FOR VALUES IN (2)",
                "ALTER TABLE log_1 REPLICA IDENTITY FULL",
                "INSERT INTO log VALUES ('a', 1), ('a', 1), ('b', 2)");
        Failure failure = failureOf("SELECT turso_schedule_table_replication('log', '" + RARELY + "')");
        assertThat(failure.sqlState()).isEqualTo("55000");
        assertThat(failure.message()).isEqualTo("table has no replica identity");
        assertThat(failure.detail()).contains("\"log_2\", a partition of \"log\"");
        assertThat(failure.hint()).isEqualTo("Add a primary key to log, or ALTER TABLE log_2 REPLICA IDENTITY FULL.");
        assertThat(tablesInTurso()).isEmpty();
        execute("ALTER TABLE log_2 REPLICA IDENTITY FULL");
        scheduleTable("log");
        replicateAndCompare("log");
        execute(
                "UPDATE log SET day = 2 WHERE ctid = (SELECT min(ctid) FROM log_1)",
                "DELETE FROM log WHERE line = 'b'");
        replicateAndCompare("log");
        execute("CREATE TABLE log_3 PARTITION OF log FOR VALUES IN (3)", "INSERT INTO log VALUES ('c', 3)");
        Failure later = failureOf("SELECT * FROM turso_replicate_now()");
        assertThat(later.detail()).contains("log_3\", a partition of ");
        execute("ALTER TABLE log_3 REPLICA IDENTITY FULL");
        replicateAndCompare("log");
    }

    @Test
    void theIdentityOfEachPartitionMustHoldTheKey() throws SQLException {
        sales();
        execute(
                "SELECT turso_unschedule_replication('sale')",
                "ALTER TABLE sale_2026 REPLICA IDENTITY NOTHING",
                "CREATE UNLOGGED TABLE fast (LIKE sale)");
        Failure failure = failureOf("SELECT turso_schedule_table_replication('sale', '" + RARELY + "')");
        assertThat(failure.detail()).contains("\"sale_2026\"");
        assertThat(failure.hint()).isEqualTo("ALTER TABLE sale_2026 REPLICA IDENTITY FULL.");
        execute(
                "ALTER TABLE sale_2026 REPLICA IDENTITY DEFAULT",
                "ALTER TABLE sale ATTACH PARTITION fast FOR VALUES FROM (2027) TO (2028)");
        Failure unlogged = failureOf("SELECT turso_schedule_table_replication('sale', '" + RARELY + "')");
        assertThat(unlogged.sqlState()).isEqualTo("42809");
        assertThat(unlogged.detail())
                .isEqualTo("Changes of its partition \"fast\" are not in the WAL: it is unlogged.");
        execute("ALTER TABLE fast SET LOGGED", "ALTER TABLE sale_2026 REPLICA IDENTITY FULL");
        scheduleTable("sale");
        replicateAndCompare("sale");
        execute("UPDATE sale SET id = id + 100", "DELETE FROM sale WHERE id = 104");
        replicateAndCompare("sale");
    }

    @Test
    void aPartitionCanBeATableOfItsOwnBesideTheRoot() throws SQLException {
        sales();
        scheduleTable("sale_2025");
        replicateAndCompare("sale", "sale_2025");
        execute(
                "INSERT INTO sale VALUES (5, 'e', 2025), (6, 'f', 2026)",
                "UPDATE sale SET what = what || '!'",
                "UPDATE sale SET year = 2025 WHERE id = 3",
                "UPDATE sale SET year = 2026 WHERE id = 1");
        replicateAndCompare("sale", "sale_2025");
        execute("TRUNCATE sale_2025", "INSERT INTO sale VALUES (7, 'g', 2025)");
        putAside("sale");
        replicateAndCompare("sale", "sale_2025");
        execute("SELECT turso_unschedule_replication('sale')", "INSERT INTO sale VALUES (8, 'h', 2025)");
        replicateAndCompare("sale_2025");
    }

    @Test
    void theWorkerNoticesNewPartitionsByItself() throws SQLException {
        assumeTrue(variant().host() == Host.WORKER, "only a worker follows");
        sales();
        execute("CREATE TABLE sale_2027 PARTITION OF sale FOR VALUES FROM (2027) TO (2028)");
        execute("INSERT INTO sale VALUES (60, 'x', 2027)", "UPDATE sale SET year = 2027 WHERE id = 1");
        if (variant().plugin() == Plugin.PGOUTPUT) {
            awaitRowsInTurso(5);
        } else {
            Await.until(
                    "the table is to be copied again or was followed",
                    PATIENCE,
                    () -> source().is("state = 'pending' FROM turso.replication") || rowsInTurso() == 5);
        }
        execute("ALTER TABLE sale DETACH PARTITION sale_2027");
        Await.until("the table is to be copied again", PATIENCE, () -> source().is(
                        "state = 'pending' FROM turso.replication"));
        replicateAndCompare("sale");
        execute("TRUNCATE sale_rest");
        awaitRowsInTurso(2);
        replicateAndCompare("sale");
    }

    /** A backend can't go on in the transaction in which it notes that a table is to be copied again. */
    private void putAside(String relation) throws SQLException {
        if (variant().host() == Host.PLJAVA) {
            Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
            assertThat(failure.sqlState()).isEqualTo("55000");
            assertThat(failure.message()).isEqualTo("partition was truncated");
            assertThat(failure.hint()).contains("turso_resync");
            runAsScheduled(relation);
        }
    }

    private long rowsInTurso() {
        return turso().value("SELECT count(*) FROM sale") instanceof Long count ? count : -1;
    }

    private void awaitRowsInTurso(long rows) {
        Await.until(rows + " rows in Turso", PATIENCE, () -> rowsInTurso() == rows);
    }

    private void sales() throws SQLException {
        execute(
                "CREATE TABLE sale (id integer, what text, year integer, PRIMARY KEY (id, year)) PARTITION BY RANGE (year)",
                "CREATE TABLE sale_2025 PARTITION OF sale FOR VALUES FROM (2025) TO (2026)",
                "CREATE TABLE sale_2026 PARTITION OF sale FOR VALUES FROM (2026) TO (2027)",
                "CREATE TABLE sale_rest PARTITION OF sale DEFAULT",
                "INSERT INTO sale VALUES (1, 'a', 2025), (2, 'b', 2025), (3, 'c', 2026), (4, 'd', 1990)");
        scheduleTable("sale");
        replicateAndCompare("sale");
        mark();
    }

    /** A copy makes the table anew, without an index that somebody else added. */
    private void mark() {
        turso().query("CREATE INDEX marker ON sale (what)");
    }

    private void assertNothingWasCopiedAgain() throws SQLException {
        assertThat(turso().query("SELECT name FROM sqlite_master WHERE name = 'marker'"))
                .hasSize(1);
        assertNothingOutOfTheOrdinary();
    }
}
