package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.servers.TursoServer;

/** Names, types and indexes in the target, and more than one target. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class DefinitionsIT extends EndToEnd {
    DefinitionsIT(Variant variant) {
        super(variant);
    }

    @Test
    void quotedAndReservedNamesAreKept() throws SQLException {
        execute(
                "CREATE TABLE \"Odd \"\"Name\"\"\" (\"select\" integer PRIMARY KEY, \"a b\" text, \"it's\" text, \"äö\" text, \"\"\"\" text)",
                "INSERT INTO \"Odd \"\"Name\"\"\" VALUES (1, 'x', 'y', 'z', NULL)",
                "CREATE TABLE \"order\" (\"group\" text PRIMARY KEY, \"values\" integer)");
        scheduleTable("\"Odd \"\"Name\"\"\"");
        scheduleTable("\"order\"");
        replicate();
        execute(
                "INSERT INTO \"Odd \"\"Name\"\"\" VALUES (2, 'x', 'y', 'z', 'q')",
                "UPDATE \"Odd \"\"Name\"\"\" SET \"select\" = 3, \"it's\" = 'it''s' WHERE \"select\" = 1",
                "INSERT INTO \"order\" VALUES ('by', 1), ('having', 2)",
                "DELETE FROM \"order\" WHERE \"group\" = 'by'");
        replicate();
        compare("\"Odd \"\"Name\"\"\"", "Odd \"Name\"");
        compare("\"order\"", "order");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void otherSchemasAndTheOptionNameNameTheTable() throws SQLException {
        execute(
                "CREATE SCHEMA shop",
                "CREATE SCHEMA \"shop.2\"",
                "CREATE TABLE shop.dish (id integer PRIMARY KEY, note text)",
                "CREATE TABLE \"shop.2\".\"dish.x\" (id integer PRIMARY KEY, note text)",
                "CREATE TABLE dish (id integer PRIMARY KEY, note text)",
                "INSERT INTO shop.dish VALUES (1, 'shop')",
                "INSERT INTO dish VALUES (1, 'public')");
        scheduleTable("shop.dish");
        scheduleTable("\"shop.2\".\"dish.x\"");
        scheduleTable("dish", "{\"name\": \"Menu of the day\"}");
        replicate();
        execute(
                "INSERT INTO \"shop.2\".\"dish.x\" VALUES (5, 'dots')",
                "INSERT INTO shop.dish VALUES (2, 'shop')",
                "UPDATE dish SET note = 'changed'");
        replicate();
        assertThat(tablesInTurso()).containsExactly("menu of the day", "shop.2__dish.x", "shop__dish");
        compare("shop.dish", "shop__dish");
        compare("\"shop.2\".\"dish.x\"", "shop.2__dish.x");
        compare("dish", "Menu of the day");
    }

    @Test
    void typesKeyNotNullAndIndexesAreMadeInTheTarget() throws SQLException {
        execute(
                "CREATE TABLE dish (id bigint PRIMARY KEY, name text NOT NULL, price numeric, size real, photo bytea)",
                "CREATE INDEX dish_name ON dish (name, price)",
                "CREATE UNIQUE INDEX dish_size ON dish (size)",
                "CREATE INDEX dish_lower ON dish (lower(name))");
        scheduleTable("dish");
        replicate();
        assertThat(turso().query("SELECT name, type, \"notnull\", pk > 0 FROM pragma_table_info('dish')")
                        .toString())
                .isEqualTo("[[id, INTEGER, 1, 1], [name, TEXT, 1, 0], [price, TEXT, 0, 0], [size, REAL BLOB, 0, 0],"
                        + " [photo, BLOB, 0, 0]]");
        assertThat(turso().query("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'dish'"
                                + " AND sql IS NOT NULL ORDER BY name")
                        .toString())
                .isEqualTo("[[dish.dish_name], [dish.dish_size]]");
        assertThat(value("SELECT turso_generate_create_table('dish')"))
                .contains("CREATE TABLE", "dish_name", "PRIMARY KEY", "NOT NULL");
    }

    @Test
    void indexesStayAwayWhereTheOptionSaysSo() throws SQLException {
        execute("CREATE TABLE dish (id bigint PRIMARY KEY, name text)", "CREATE INDEX dish_name ON dish (name)");
        scheduleTable("dish", "{\"indexes\": false}");
        replicate();
        assertThat(turso().query("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
                .isEmpty();
    }

    @Test
    void valuesOfAUniqueIndexCanMoveFromRowToRow() throws SQLException {
        execute(
                "CREATE TABLE dish (id bigint PRIMARY KEY, rank integer UNIQUE DEFERRABLE)",
                "INSERT INTO dish SELECT i, i FROM generate_series(1, 5) i");
        scheduleTable("dish");
        replicate();
        execute("BEGIN; SET CONSTRAINTS ALL DEFERRED; UPDATE dish SET rank = 6 - rank; COMMIT");
        replicateAndCompare("dish");
    }

    @Test
    void partitionsAndParentsOfInheritanceAreTablesOfTheirOwn() throws SQLException {
        execute(
                "CREATE TABLE sale (id integer PRIMARY KEY, year integer)",
                "CREATE TABLE sale_2026 (PRIMARY KEY (id)) INHERITS (sale)",
                "INSERT INTO sale VALUES (1, 2025)",
                "INSERT INTO sale_2026 VALUES (2, 2026)",
                "CREATE TABLE visit (id integer, day date, PRIMARY KEY (id, day)) PARTITION BY LIST (day)",
                "CREATE TABLE visit_1 PARTITION OF visit FOR VALUES IN ('2026-11-22')",
                "INSERT INTO visit VALUES (1, '2026-11-22')");
        scheduleTable("sale");
        scheduleTable("sale_2026");
        scheduleTable("visit_1");
        replicate();
        execute(
                "INSERT INTO sale VALUES (3, 2025)",
                "UPDATE sale SET year = year + 10",
                "INSERT INTO visit VALUES (2, '2026-11-22')",
                "DELETE FROM visit WHERE id = 1");
        replicateAndCompare("sale_2026", "visit_1");
        compare("ONLY sale", "sale");
    }

    @Test
    void oneTableCanBeInTwoTargets() throws SQLException {
        try (TursoServer second = TursoServer.create()) {
            execute(
                    "CREATE TABLE dish (id integer PRIMARY KEY, note text)",
                    "INSERT INTO dish VALUES (1, 'one')",
                    "CREATE OR REPLACE FUNCTION second_url() RETURNS text LANGUAGE sql AS $$ SELECT '" + second.url()
                            + "/' $$",
                    "SELECT turso_add_target('second', 'second_url', NULL, '"
                            + variant().plugin().pluginName() + "')",
                    "SELECT turso_schedule_table_replication('dish', '" + RARELY
                            + "', 'second', '{\"name\": \"menu\"}')");
            scheduleTable("dish");
            replicateAndCompare("dish");
            execute("UPDATE dish SET note = 'two'", "INSERT INTO dish VALUES (2, 'three')");
            replicateAndCompare("dish");
            new Replica(source(), second, "dish", "menu").assertSame();
            assertThat(value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                    .isEqualTo("2");
            execute("SELECT turso_drop_target('second')");
            assertThat(value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                    .isEqualTo("1");
            execute("INSERT INTO dish VALUES (3, 'four')");
            replicateAndCompare("dish");
        }
    }
}
