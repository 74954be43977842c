package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;

/** Stored generated columns are kept, whether the plugin tells them or not. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class GeneratedColumnsIT extends EndToEnd {
    GeneratedColumnsIT(Variant variant) {
        super(variant);
    }

    @Test
    void theyFollowTheirRow() throws SQLException {
        execute(
                """
                CREATE TABLE dish (
                    id integer PRIMARY KEY,
                    net numeric(10,2),
                    gross numeric(10,1) GENERATED ALWAYS AS (net * 1.19) STORED,
                    "the Name?" text COLLATE "C",
                    shout varchar(20) GENERATED ALWAYS AS (upper("the Name?") || ' \\ ?') STORED,
                    tags jsonb,
                    hot boolean GENERATED ALWAYS AS (tags ? 'hot') STORED,
                    at timestamp,
                    next timestamp GENERATED ALWAYS AS (at + interval '1 second') STORED,
                    n bigint,
                    short smallint GENERATED ALWAYS AS (n) STORED,
                    parts text[] GENERATED ALWAYS AS (string_to_array("the Name?", ' ')) STORED,
                    half float8 GENERATED ALWAYS AS (n / 2.0) STORED,
                    letter char(3) GENERATED ALWAYS AS (substr("the Name?", 1, 1)) STORED,
                    one integer GENERATED ALWAYS AS (1) STORED)""",
                "INSERT INTO dish VALUES (1, 10, DEFAULT, 'tomato soup', DEFAULT, '{\"hot\": 1}', DEFAULT, now())",
                "CREATE INDEX ON dish (shout)");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute(
                "INSERT INTO dish (id, net, \"the Name?\", tags, at, n) SELECT i, i * 1.1, 'dish number ' || i,"
                        + " CASE WHEN i % 2 = 0 THEN '[\"hot\"]'::jsonb END, '2026-11-22 06:30', i FROM generate_series(2, 1200) i",
                "UPDATE dish SET net = NULL, tags = '\"hot\"', \"the Name?\" = NULL WHERE id = 1",
                "UPDATE dish SET id = -id, n = -n WHERE id % 3 = 0",
                "DELETE FROM dish WHERE id % 5 = 0",
                "BEGIN; UPDATE dish SET net = 1 WHERE id = 2; TRUNCATE dish; INSERT INTO dish (id, net) VALUES (1, 1), (2, 2);"
                        + " UPDATE dish SET net = 3 WHERE id = 2; COMMIT",
                "INSERT INTO dish (id, net, n) SELECT i, i, i FROM generate_series(3, 100) i");
        replicateAndCompare("dish");
        assertNothingOutOfTheOrdinary();
        assertThat(source().is("EXISTS (SELECT FROM turso_check() WHERE \"check\" LIKE '%generated%' AND ok)"))
                .isEqualTo(variant().plugin() == Plugin.PGOUTPUT);
        assertThat(value("SELECT turso_generate_create_table('dish')"))
                .contains("\"shout\" TEXT", "dish.dish_shout_idx");
    }

    @Test
    void theyFollowLargeValuesThatDidNotChange() throws SQLException {
        execute(
                "CREATE TABLE page (id integer PRIMARY KEY, n integer, body text,"
                        + " size integer GENERATED ALWAYS AS (n + length(body)) STORED,"
                        + " digest text GENERATED ALWAYS AS (md5(body)) STORED)",
                "ALTER TABLE page ALTER body SET STORAGE EXTERNAL",
                "INSERT INTO page (id, n, body) SELECT i, 0, repeat('x' || i, 5000) FROM generate_series(1, 6) i");
        scheduleTable("page");
        replicateAndCompare("page");
        execute(
                "UPDATE page SET n = 1",
                "UPDATE page SET n = 2, body = repeat('y', 9000) WHERE id = 2",
                "UPDATE page SET n = 3 WHERE id = 2",
                "UPDATE page SET id = 10, n = 4 WHERE id = 3",
                "BEGIN; UPDATE page SET n = 5 WHERE id = 4; DELETE FROM page WHERE id = 4; COMMIT",
                "BEGIN; UPDATE page SET n = 6 WHERE id = 5; DELETE FROM page WHERE id = 5;"
                        + " INSERT INTO page VALUES (5, 7, 'short'); COMMIT",
                "UPDATE page SET id = 11 WHERE id = 10");
        replicateAndCompare("page");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void theyAreReadByKeysOfTypesThatAreNotBuiltIn() throws SQLException {
        execute(
                "CREATE EXTENSION IF NOT EXISTS citext",
                "DROP SCHEMA IF EXISTS kinds CASCADE",
                "CREATE SCHEMA kinds",
                "CREATE TYPE kinds.\"Kind\" AS ENUM ('a', 'b')",
                "CREATE DOMAIN kinds.own AS kinds.\"Kind\"",
                "CREATE DOMAIN kinds.part AS char(3)",
                "CREATE TABLE page (id citext, kind kinds.own, part kinds.part, n integer, body text,"
                        + " size integer GENERATED ALWAYS AS (n + length(body)) STORED, PRIMARY KEY (part, kind, id))",
                "ALTER TABLE page ALTER body SET STORAGE EXTERNAL",
                "INSERT INTO page (id, kind, part, n, body) SELECT 'Page ' || i, 'b', 'x', 0,"
                        + " repeat('x' || i, 5000) FROM generate_series(1, 3) i");
        scheduleTable("page");
        replicateAndCompare("page");
        execute("UPDATE page SET n = 1", "UPDATE page SET id = 'other', n = 2 WHERE id = 'page 2'");
        replicateAndCompare("page");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void rowsWithoutKeyAreToldApartByThemToo() throws SQLException {
        execute(
                "CREATE TABLE log (line text, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "INSERT INTO log VALUES ('a', 1), ('a', 1), ('a', NULL), (NULL, NULL)");
        scheduleTable("log");
        replicateAndCompare("log");
        execute(
                "DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log WHERE n = 1)",
                "UPDATE log SET n = 5 WHERE n IS NULL AND line = 'a'",
                "UPDATE log SET n = n + 1 WHERE n = 1",
                "INSERT INTO log VALUES ('b', 7), ('b', 7)",
                "DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log WHERE n = 7)");
        replicateAndCompare("log");
    }

    @Test
    void theyCanBePartOfTheKey() throws SQLException {
        execute(
                "CREATE TABLE dish (a integer, b integer, g integer GENERATED ALWAYS AS (a * 10) STORED, v text, PRIMARY KEY (g, a))",
                "INSERT INTO dish VALUES (1, 1, DEFAULT, 'one'), (2, 2, DEFAULT, 'two'), (3, 3, DEFAULT, 'three')");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute(
                "UPDATE dish SET a = 9 WHERE a = 1",
                "UPDATE dish SET v = 'changed' WHERE a = 2",
                "DELETE FROM dish WHERE a = 3");
        replicateAndCompare("dish");
        assertThat(turso().value("SELECT count(*) FROM dish")).isEqualTo(2L);
    }

    @Test
    void aKeyThatDependsOnOtherColumnsIsRefusedWhereItIsNotTold() throws SQLException {
        execute(
                "CREATE TABLE dish (a integer, g integer PRIMARY KEY GENERATED ALWAYS AS (a * 10) STORED, v text)",
                "INSERT INTO dish VALUES (1, DEFAULT, 'one'), (2, DEFAULT, 'two')");
        if (variant().plugin() == Plugin.PGOUTPUT) {
            Failure failure = failureOf("SELECT turso_schedule_table_replication('dish', '1 minute')");
            assertThat(failure.message())
                    .isEqualTo("generated column \"g\" of table \"dish\" can't be followed by pgoutput");
            assertThat(failure.detail()).isEqualTo("It is part of the key, but depends on column \"a\", which is not.");
            execute("ALTER TABLE dish REPLICA IDENTITY FULL");
        }
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute("UPDATE dish SET a = 5 WHERE a = 1", "DELETE FROM dish WHERE a = 2", "UPDATE dish SET v = NULL");
        replicateAndCompare("dish");
    }

    @Test
    void anExpressionThatWasDroppedLeavesAnOrdinaryColumn() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (a * 10) STORED)",
                "INSERT INTO dish VALUES (1, 1), (2, 2)");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute(
                "UPDATE dish SET a = 3 WHERE id = 1",
                "ALTER TABLE dish ALTER g DROP EXPRESSION",
                "UPDATE dish SET g = -1 WHERE id = 1");
        runAsScheduled("dish");
        replicateAndCompare("dish");
        execute("INSERT INTO dish VALUES (3, 3, 3)");
        replicateAndCompare("dish");
    }

    @Test
    void anExpressionThatFailsStopsItsTableOnly() throws SQLException {
        execute(
                "CREATE FUNCTION public.rate(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2'",
                "CREATE TABLE dish (id integer PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (public.rate(a)) STORED)",
                "CREATE TABLE other (id integer PRIMARY KEY)");
        try {
            scheduleTable("dish");
            scheduleTable("other");
            replicateAndCompare("dish", "other");
            execute("INSERT INTO dish VALUES (1, 1)");
            replicateAndCompare("dish");
            if (variant().plugin() == Plugin.PGOUTPUT) {
                execute(
                        "BEGIN; INSERT INTO dish VALUES (2, 2); CREATE OR REPLACE FUNCTION public.rate(integer) RETURNS integer"
                                + " IMMUTABLE LANGUAGE sql AS 'SELECT $1 / 0'; INSERT INTO other VALUES (1); COMMIT");
                // While a worker follows the table, what is scheduled has nothing to do.
                Await.untilAsserted(PATIENCE, () -> {
                    runAsScheduled("dish");
                    assertThat(value("SELECT error FROM turso_status WHERE relation = 'dish'::regclass"))
                            .isEqualTo("division by zero");
                });
                execute("SELECT * FROM turso_replicate_now('other')");
                compare("other");
            }
        } finally {
            execute("DROP TABLE dish", "DROP FUNCTION public.rate");
        }
    }
}
