package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to tables after their first copy. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class ChangesIT extends EndToEnd {
    ChangesIT(Variant variant) {
        super(variant);
    }

    @Test
    void insertsUpdatesAndDeletesArrive() throws SQLException {
        dishes();
        execute(
                "INSERT INTO dish VALUES (4, 'cake', NULL), (5, 'pie', 7)",
                "UPDATE dish SET price = price + 1 WHERE id <= 2",
                "UPDATE dish SET price = NULL WHERE id = 3",
                "DELETE FROM dish WHERE id IN (1, 5)");
        replicateAndCompare("dish");
        assertThat(compare("dish")).isEqualTo(3);
    }

    @Test
    void keyChangesArriveAlsoWhenKeysAreSwapped() throws SQLException {
        dishes();
        execute(
                "UPDATE dish SET id = id + 100",
                "BEGIN; UPDATE dish SET id = -1 WHERE id = 101; UPDATE dish SET id = 101 WHERE id = 102;"
                        + " UPDATE dish SET id = 102 WHERE id = -1; COMMIT",
                "UPDATE dish SET id = 7, name = 'other' WHERE id = 103");
        replicateAndCompare("dish");
        execute("BEGIN; DELETE FROM dish WHERE id = 7; INSERT INTO dish VALUES (7, 'again', 1);"
                + " UPDATE dish SET id = 8 WHERE id = 7; INSERT INTO dish VALUES (7, 'and again', 2); COMMIT");
        replicateAndCompare("dish");
    }

    @Test
    void truncateEmptiesTheTableAndWhatComesAfterStays() throws SQLException {
        dishes();
        execute(
                "BEGIN; INSERT INTO dish VALUES (9, 'nine', 9); TRUNCATE dish; INSERT INTO dish VALUES (1, 'new', 1); COMMIT");
        replicateAndCompare("dish");
        execute(
                "CREATE TABLE part (id integer PRIMARY KEY, dish integer REFERENCES dish)",
                "INSERT INTO part VALUES (1, 1)");
        scheduleTable("part");
        replicateAndCompare("part");
        execute("TRUNCATE dish CASCADE");
        replicateAndCompare("dish", "part");
    }

    @Test
    void aTransactionOverSeveralTablesArrivesWhole() throws SQLException {
        dishes();
        execute(
                "CREATE TABLE stock (dish integer PRIMARY KEY, n integer NOT NULL)",
                "INSERT INTO stock SELECT id, 10 FROM dish");
        scheduleTable("stock");
        replicateAndCompare("stock");
        execute("""
                BEGIN;
                INSERT INTO dish VALUES (4, 'cake', 4);
                INSERT INTO stock VALUES (4, 40);
                UPDATE stock SET n = n - 1;
                UPDATE dish SET name = name || '!';
                DELETE FROM stock WHERE dish = 2;
                DELETE FROM dish WHERE id = 2;
                COMMIT""");
        replicateAndCompare("dish", "stock");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void whatWasRolledBackNeverArrives() throws SQLException {
        dishes();
        execute("BEGIN; INSERT INTO dish VALUES (50, 'never', 0); UPDATE dish SET name = 'never'; ROLLBACK", """
                BEGIN;
                INSERT INTO dish VALUES (51, 'kept', 0);
                SAVEPOINT a;
                INSERT INTO dish VALUES (52, 'never', 0);
                SAVEPOINT b;
                UPDATE dish SET name = 'never' WHERE id = 51;
                ROLLBACK TO b;
                RELEASE b;
                ROLLBACK TO a;
                SAVEPOINT c;
                INSERT INTO dish VALUES (53, 'kept too', 0);
                RELEASE c;
                COMMIT""");
        replicateAndCompare("dish");
        assertThat(turso().query("SELECT id FROM dish WHERE id >= 50 ORDER BY id")
                        .toString())
                .isEqualTo("[[51], [53]]");
    }

    @Test
    void compositeKeysTellRowsApart() throws SQLException {
        execute(
                "CREATE TABLE item (day date, position integer, dish text NOT NULL, n numeric, PRIMARY KEY (position, day))",
                "INSERT INTO item SELECT '2026-11-22'::date + i % 3, i, 'dish', i FROM generate_series(1, 9) i");
        scheduleTable("item");
        replicateAndCompare("item");
        execute(
                "UPDATE item SET n = n * 10 WHERE position = 3",
                "UPDATE item SET day = day + 10 WHERE position < 3",
                "UPDATE item SET position = position + 100, dish = 'moved' WHERE position > 7",
                "DELETE FROM item WHERE position = 5",
                "INSERT INTO item VALUES ('2026-11-22', 5, 'five', 5), ('2026-11-23', 5, 'five too', 5.50)");
        replicateAndCompare("item");
    }

    @Test
    void uniqueIndexAsReplicaIdentityIsAKey() throws SQLException {
        execute(
                "CREATE TABLE dish (code text NOT NULL, note text)",
                "CREATE UNIQUE INDEX dish_code ON dish (code)",
                "ALTER TABLE dish REPLICA IDENTITY USING INDEX dish_code",
                "INSERT INTO dish VALUES ('a', 'x'), ('b', 'y')");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute("UPDATE dish SET note = NULL WHERE code = 'a'", "UPDATE dish SET code = 'c' WHERE code = 'b'");
        replicateAndCompare("dish");
        assertThat(turso().query("SELECT name FROM pragma_table_info('dish') WHERE pk > 0")
                        .toString())
                .isEqualTo("[[code]]");
    }

    @Test
    void rowsWithoutKeyAreToldApartByTheirValues() throws SQLException {
        execute(
                "CREATE TABLE log (line text, n float8, at timestamptz)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "INSERT INTO log VALUES ('a', 0.1, '2026-11-22 06:30:00.5+00'), ('a', 0.1, '2026-11-22 06:30:00.5+00'), (NULL, NULL, NULL),"
                        + " (NULL, NULL, NULL)");
        scheduleTable("log");
        replicateAndCompare("log");
        execute(
                "DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log WHERE line = 'a')",
                "UPDATE log SET line = 'b' WHERE ctid = (SELECT min(ctid) FROM log WHERE line IS NULL)",
                "INSERT INTO log VALUES ('a', 1e300, 'infinity'), ('a', 1e300, 'infinity'), ('c', '-0', NULL)",
                "UPDATE log SET n = n * 3 WHERE n = 0.1");
        replicateAndCompare("log");
        execute("DELETE FROM log WHERE line = 'a'");
        replicateAndCompare("log");
        execute("TRUNCATE log");
        replicateAndCompare("log");
    }

    @Test
    void largeValuesThatDidNotChangeStay() throws SQLException {
        execute(
                "CREATE TABLE page (id integer PRIMARY KEY, n integer, body text, extra bytea)",
                "ALTER TABLE page ALTER body SET STORAGE EXTERNAL, ALTER extra SET STORAGE EXTERNAL",
                """
                INSERT INTO page SELECT i, 0, repeat('x' || i, 5000), decode(repeat(md5(i::text), 300), 'hex')
                  FROM generate_series(1, 4) i""");
        scheduleTable("page");
        replicateAndCompare("page");
        execute(
                "UPDATE page SET n = 1",
                "UPDATE page SET n = 2, body = 'short' WHERE id = 2",
                "UPDATE page SET id = id + 10 WHERE id > 2",
                "UPDATE page SET id = id + 10, n = 3 WHERE id > 2",
                "UPDATE page SET extra = NULL WHERE id = 1",
                "INSERT INTO page VALUES (5, 0, repeat('y', 10000), NULL)",
                "UPDATE page SET n = 5 WHERE id = 5");
        replicateAndCompare("page");
        execute("UPDATE page SET id = id * 2, extra = body::bytea WHERE n = 5", "UPDATE page SET n = 6");
        replicateAndCompare("page");
    }

    @Test
    void aTransactionOfManyBatchesArrivesOnce() throws SQLException {
        dishes();
        execute(
                "SET pgturso.batch_size = '8kB'",
                "ALTER DATABASE \"" + source().database() + "\" SET pgturso.batch_size = '8kB'");
        try {
            execute("BEGIN; INSERT INTO dish SELECT i, repeat('long ', 10), i FROM generate_series(10, 2000) i;"
                    + " UPDATE dish SET price = price + 1 WHERE id % 2 = 0; DELETE FROM dish WHERE id % 7 = 0;"
                    + " UPDATE dish SET id = -id WHERE id % 10 = 5; COMMIT");
            replicateAndCompare("dish");
        } finally {
            execute("RESET pgturso.batch_size", "ALTER DATABASE \"" + source().database() + "\" RESET ALL");
        }
    }

    private void dishes() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text NOT NULL, price numeric(10,2))",
                "INSERT INTO dish VALUES (1, 'soup', 4.50), (2, 'stew', 11), (3, 'fish', 23.9)");
        scheduleTable("dish");
        replicateAndCompare("dish");
    }
}
