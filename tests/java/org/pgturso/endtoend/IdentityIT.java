package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;

/** What tells a table's rows apart: keys of every kind, and replica identities that change. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class IdentityIT extends EndToEnd {

    IdentityIT(Variant variant) {
        super(variant);
    }

    @Test
    void keysThatAreEqualButWrittenOtherwise() throws SQLException {
        execute(
                "CREATE COLLATION shop_caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "CREATE EXTENSION IF NOT EXISTS citext",
                "CREATE TABLE exact (k numeric PRIMARY KEY, v text)",
                "CREATE TABLE zero (k float8 PRIMARY KEY, v text)",
                "CREATE TABLE caseless (k text COLLATE shop_caseless PRIMARY KEY, v text)",
                "CREATE TABLE folded (k citext, n char(5), v text, PRIMARY KEY (n, k))",
                "INSERT INTO exact VALUES (1.0, 'a'), (2, 'b'), (3.50, 'c')",
                "INSERT INTO zero VALUES (0, 'zero'), (1, 'one'), ('-1e-320', 'tiny'), (0.1, 'tenth')",
                "INSERT INTO caseless VALUES ('abc', 'a'), ('DEF', 'b')",
                "INSERT INTO folded VALUES ('abc', 'x', 'a'), ('DEF', 'yy', 'b')");
        try {
            for (String table : new String[] {"exact", "zero", "caseless", "folded"}) {
                scheduleTable(table);
                replicateAndCompare(table);
            }
            execute(
                    "UPDATE exact SET k = 1.00, v = 'longer' WHERE k = 1",
                    "UPDATE exact SET v = 'same key' WHERE k = 2",
                    "BEGIN; DELETE FROM exact WHERE k = 3.5; INSERT INTO exact VALUES (3.500, 'again'); COMMIT",
                    "UPDATE zero SET k = '-0' WHERE k = 0",
                    "UPDATE zero SET v = 'negative zero' WHERE k = 0",
                    "INSERT INTO zero VALUES (1, 'two') ON CONFLICT (k) DO UPDATE SET v = excluded.v, k = 1.0",
                    "UPDATE caseless SET k = 'ABC' WHERE k = 'aBc'",
                    "INSERT INTO caseless VALUES ('def', 'new') ON CONFLICT (k) DO UPDATE SET k = excluded.k, v = excluded.v",
                    "UPDATE folded SET k = 'ABC' WHERE k = 'Abc'",
                    "UPDATE folded SET n = 'yyy' WHERE k = 'def'");
            replicateAndCompare("exact", "zero", "caseless", "folded");
            execute(
                    "UPDATE zero SET k = 0 WHERE k = 0",
                    "DELETE FROM zero WHERE v = 'tiny'",
                    "DELETE FROM exact WHERE k = 1",
                    "DELETE FROM caseless WHERE k = 'Abc'",
                    "DELETE FROM folded WHERE n = 'x'");
            replicateAndCompare("exact", "zero", "caseless", "folded");
            assertNothingOutOfTheOrdinary();
        } finally {
            execute("DROP TABLE caseless", "DROP COLLATION shop_caseless");
        }
    }

    @Test
    void numbersThatAreNoneAsKeys() throws SQLException {
        assumeTrue(variant().plugin() != Plugin.WAL2JSON, "before 2.6 it gives them as null: SpecialNumbersIT");
        execute(
                "CREATE TABLE odd (k float8, n numeric, v text, PRIMARY KEY (k, n))",
                "INSERT INTO odd VALUES ('NaN', 'NaN', 'a'), ('Infinity', '-Infinity', 'b'), (1, 'NaN', 'c')");
        scheduleTable("odd");
        replicateAndCompare("odd");
        execute(
                "UPDATE odd SET v = 'changed'",
                "DELETE FROM odd WHERE k = 'Infinity'",
                "INSERT INTO odd VALUES ('-Infinity', 1, 'd')");
        replicateAndCompare("odd");
    }

    @Test
    void manyChangesOfOneKeyAndSwapsWithinATransaction() throws SQLException {
        execute(
                "CREATE TABLE dish (a text, b date, c bytea, rank integer UNIQUE, v text, PRIMARY KEY (c, b))",
                "INSERT INTO dish SELECT 'dish ' || i, '2026-11-22'::date + i, decode(md5(i::text), 'hex'), i FROM generate_series(1, 9) i");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute(
                "BEGIN; " + "UPDATE dish SET rank = rank + 100 WHERE rank = 1; ".repeat(20) + "COMMIT",
                "BEGIN; UPDATE dish SET rank = -1 WHERE rank = 2; UPDATE dish SET rank = 2 WHERE rank = 3;"
                        + " UPDATE dish SET rank = 3 WHERE rank = -1; COMMIT",
                "BEGIN; UPDATE dish SET b = 'infinity' WHERE rank = 4; UPDATE dish SET c = '', b = '-infinity' WHERE rank = 5;"
                        + " UPDATE dish SET b = '0044-03-15 BC' WHERE rank = 4; DELETE FROM dish WHERE rank = 5;"
                        + " INSERT INTO dish VALUES ('new', '-infinity', '', 5); COMMIT",
                "MERGE INTO dish USING (VALUES (6, 'six'), (60, 'sixty')) AS s (rank, v) ON dish.rank = s.rank"
                        + " WHEN MATCHED THEN UPDATE SET v = s.v, b = b - 100"
                        + " WHEN NOT MATCHED THEN INSERT VALUES (s.v, now(), 'x', s.rank)",
                "MERGE INTO dish USING (SELECT 7 AS rank) AS s ON dish.rank = s.rank WHEN MATCHED THEN DELETE",
                "INSERT INTO dish SELECT 'again', b, c, rank FROM dish ON CONFLICT (c, b) DO UPDATE SET a = excluded.a, v = NULL",
                "INSERT INTO dish SELECT * FROM dish ON CONFLICT DO NOTHING",
                "COPY dish (a, b, c, rank) FROM PROGRAM 'printf \"copied\\t2026-01-01\\t\\\\\\\\\\\\\\\\x01\\t70\\n\"'");
        replicateAndCompare("dish");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void aKeyTooLongForItsRowIsAKeyAllTheSame() throws SQLException {
        execute(
                "CREATE TABLE page (k text PRIMARY KEY, n integer, body text)",
                "ALTER TABLE page ALTER k SET STORAGE EXTERNAL, ALTER body SET STORAGE EXTERNAL",
                "INSERT INTO page SELECT repeat('k' || i, 1250), i, repeat('x', 5000) FROM generate_series(1, 5) i");
        scheduleTable("page");
        replicateAndCompare("page");
        execute(
                "UPDATE page SET n = n + 1",
                "UPDATE page SET k = 'short' WHERE n = 3",
                "BEGIN; UPDATE page SET n = 0 WHERE k = 'short'; UPDATE page SET k = repeat('l', 2500) WHERE k = 'short';"
                        + " UPDATE page SET n = -1 WHERE n = 0; COMMIT",
                "DELETE FROM page WHERE n = 4",
                "ALTER TABLE page REPLICA IDENTITY FULL");
        replicateAndCompare("page");
        execute(
                "UPDATE page SET n = n + 1",
                "UPDATE page SET k = 'shorter', body = NULL WHERE n = 0",
                "UPDATE page SET n = 100 WHERE k = 'shorter'",
                "BEGIN; INSERT INTO page VALUES ('new', 1, repeat('y', 4000)); UPDATE page SET n = 2 WHERE k = 'new';"
                        + " UPDATE page SET k = 'newer' WHERE k = 'new'; COMMIT",
                "DELETE FROM page WHERE n > 5 AND n < 100");
        replicateAndCompare("page");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void deferrableKeysAreNoIdentityButFullRowsAre() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, name text)",
                "INSERT INTO dish VALUES (1, 'one'), (2, 'two'), (3, 'three')");
        Failure failure = failureOf("SELECT turso_schedule_table_replication('dish', '1 minute')");
        assertThat(failure.message()).isEqualTo("table has no replica identity");
        assertThat(failure.detail()).startsWith("The primary key of \"dish\" is DEFERRABLE");
        execute("ALTER TABLE dish REPLICA IDENTITY FULL");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute(
                "UPDATE dish SET id = 4 - id",
                "BEGIN; INSERT INTO dish VALUES (2, 'other two'); DELETE FROM dish WHERE name = 'two'; COMMIT");
        replicateAndCompare("dish");
    }

    @Test
    void aChangedIdentityHasTheTableCopiedAgain() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, code text NOT NULL UNIQUE, n integer)",
                "INSERT INTO dish SELECT i, 'c' || i, 0 FROM generate_series(1, 5) i");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute(
                "ALTER TABLE dish REPLICA IDENTITY USING INDEX dish_code_key",
                "UPDATE dish SET id = 10 WHERE id = 1",
                "DELETE FROM dish WHERE id = 2");
        runAsScheduled("dish");
        replicateAndCompare("dish");
        assertThat(turso().value("SELECT name FROM pragma_table_info('dish') WHERE pk > 0"))
                .isEqualTo("code");
        execute(
                "UPDATE dish SET code = 'moved' WHERE id = 10",
                "ALTER TABLE dish REPLICA IDENTITY FULL",
                "UPDATE dish SET id = 11, n = 1 WHERE id = 10");
        runAsScheduled("dish");
        replicateAndCompare("dish");
        execute(
                "DELETE FROM dish WHERE id = 3",
                "ALTER TABLE dish REPLICA IDENTITY DEFAULT",
                "UPDATE dish SET id = 12 WHERE id = 11");
        runAsScheduled("dish");
        replicateAndCompare("dish");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void anIdentityThatIsTakenAwayStopsTheTable() throws SQLException {
        execute("CREATE TABLE dish (id integer PRIMARY KEY, n integer)", "INSERT INTO dish VALUES (1, 1), (2, 2)");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute("ALTER TABLE dish REPLICA IDENTITY NOTHING");
        if (variant().plugin() == Plugin.PGOUTPUT) {
            assertThat(failureOf("UPDATE dish SET id = 3 WHERE id = 1").message())
                    .startsWith("cannot update table \"dish\"");
        } else {
            execute("UPDATE dish SET id = 3 WHERE id = 1");
        }
        // A worker that follows the table looks for that once a second.
        Await.untilAsserted(PATIENCE, () -> {
            runAsScheduled("dish");
            assertThat(value("SELECT error FROM turso_status")).isEqualTo("table has no replica identity");
        });
        execute("ALTER TABLE dish REPLICA IDENTITY DEFAULT", "DELETE FROM dish WHERE id = 2");
        runAsScheduled("dish");
        replicateAndCompare("dish");
        assertNothingOutOfTheOrdinary();
    }
}
