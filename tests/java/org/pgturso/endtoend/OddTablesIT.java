package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that are as wide, as narrow or as oddly named as Postgres lets them be. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#each")
class OddTablesIT extends EndToEnd {
    /** 63 bytes, the longest name there is. */
    private static final String LONGEST = "Tisch Nr. 1: \"'\\`[%_?$1;--/* 🍲 äö" + "x".repeat(25);

    OddTablesIT(Variant variant) {
        super(variant);
    }

    @Test
    void sixteenHundredColumns() throws SQLException {
        String columns =
                IntStream.range(1, 1600).mapToObj(i -> "c" + i + " int2").collect(Collectors.joining(", "));
        String values = IntStream.range(1, 1600).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        execute(
                "CREATE TABLE wide (id integer PRIMARY KEY, " + columns + ")",
                "INSERT INTO wide VALUES (1, " + values + "), (3, " + values + ")",
                "INSERT INTO wide VALUES (2)");
        scheduleTable("wide");
        replicateAndCompare("wide");
        execute(
                "INSERT INTO wide VALUES (4, " + values + ")",
                "INSERT INTO wide VALUES (5)",
                "UPDATE wide SET c1599 = -1, c700 = NULL WHERE id < 3",
                "UPDATE wide SET id = 6 WHERE id = 4",
                "DELETE FROM wide WHERE id = 3");
        replicateAndCompare("wide");
    }

    @Test
    void namesOfAllKinds() throws SQLException {
        assertThat(LONGEST.getBytes(StandardCharsets.UTF_8)).hasSize(63);
        String quoted = Replica.quote(LONGEST);
        execute(
                "CREATE TABLE %1$s (%1$s text, \"ключ\" integer, \"\t\" text, \" \" text, \"null\" text, PRIMARY KEY (\"ключ\", %1$s))"
                        .formatted(quoted),
                "CREATE INDEX ON %1$s (\" \", %1$s)".formatted(quoted),
                "INSERT INTO %s VALUES ('a', 1, 'tab', 'blank', NULL)".formatted(quoted),
                "CREATE TABLE \"select\" (\"from\" integer PRIMARY KEY, \"where\" text, \"ABORT\" text, \"Table\" text, \"index\" text)",
                "INSERT INTO \"select\" VALUES (1, 'w', 'a', 't', 'i')");
        scheduleTable(quoted.replace("'", "''"));
        scheduleTable("\"select\"");
        replicate();
        execute(
                "INSERT INTO %s VALUES ('b', 2, NULL, '', 'x')".formatted(quoted),
                "UPDATE %1$s SET %1$s = 'c', \"\t\" = 'changed' WHERE \"ключ\" = 1".formatted(quoted),
                "UPDATE \"select\" SET \"from\" = 2, \"Table\" = NULL",
                "INSERT INTO \"select\" VALUES (3)");
        replicate();
        compare(quoted, LONGEST);
        compare("\"select\"", "select");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void columnsNamedLikeTheRowId() throws SQLException {
        execute(
                "CREATE TABLE one (rowid text PRIMARY KEY, oid integer, _rowid_ text)",
                "CREATE TABLE log (rowid integer, \"OID\" text)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "CREATE TABLE none (rowid integer, oid integer, _rowid_ integer)",
                "ALTER TABLE none REPLICA IDENTITY FULL",
                "INSERT INTO one VALUES ('a', 5, 'b'), ('c', 5, 'd')",
                "INSERT INTO log VALUES (1, 'a'), (1, 'a'), (2, 'b')");
        scheduleTable("one");
        scheduleTable("log");
        replicate();
        execute(
                "UPDATE one SET rowid = 'z', oid = -oid WHERE _rowid_ = 'b'",
                "DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log)",
                "UPDATE log SET rowid = 7 WHERE \"OID\" = 'b'",
                "INSERT INTO log VALUES (NULL, NULL)");
        replicateAndCompare("one", "log");
        Failure failure = refusal("none");
        assertThat(failure.detail()).isEqualTo("It has columns with all names that SQLite has for the row id.");
        assertThat(failure.hint()).isEqualTo("Rename a column, or replicate a view that has other names.");
    }

    @Test
    void whatSqliteCanNotHoldIsRefusedWithTheReason() throws SQLException {
        execute(
                "CREATE TABLE nothing ()",
                "ALTER TABLE nothing REPLICA IDENTITY FULL",
                "CREATE TABLE twice (id integer PRIMARY KEY, note text, \"Note\" text)",
                "CREATE TABLE umlauts (id integer PRIMARY KEY, \"ä\" text, \"Ä\" text)");
        assertThat(refusal("nothing").detail()).isEqualTo("It has no column that can be replicated.");
        execute("CREATE VIEW empty AS SELECT");
        assertThat(failureOf("SELECT turso_schedule_mv_replication('empty', '" + RARELY + "')")
                        .detail())
                .isEqualTo("It has no column that can be replicated.");
        assertThat(refusal("twice").detail())
                .isEqualTo("SQLite does not tell upper case from lower case: it takes only one column named \"Note\".");
        assertThat(refusal("umlauts").detail()).endsWith("it takes only one column named \"Ä\".");
        assertThat(tablesInTurso()).isEmpty();
        assertThat(value("SELECT count(*) FROM turso.replication")).isEqualTo("0");
    }

    @Test
    void namesThatClashInTheTargetNeedAnother() throws SQLException {
        execute(
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.dish (id integer PRIMARY KEY, note text)",
                "CREATE TABLE shop__dish (id integer PRIMARY KEY, note text)",
                "CREATE TABLE \"Shop__Dish\" (id integer PRIMARY KEY, note text)",
                "CREATE TABLE \"ÄPFEL\" (id integer PRIMARY KEY, note text)",
                "CREATE TABLE \"äpfel\" (id integer PRIMARY KEY, note text)",
                "INSERT INTO shop.dish VALUES (1, 'in shop')",
                "INSERT INTO shop__dish VALUES (1, 'in public')",
                "INSERT INTO \"Shop__Dish\" VALUES (1, 'upper')",
                "INSERT INTO \"ÄPFEL\" VALUES (1, 'upper')",
                "INSERT INTO \"äpfel\" VALUES (1, 'lower')");
        scheduleTable("shop.dish");
        scheduleTable("\"ÄPFEL\"");
        for (String taken : new String[] {"shop__dish", "\"Shop__Dish\"", "\"äpfel\""}) {
            Failure failure = failureOf("SELECT turso_schedule_table_replication('" + taken + "', '" + RARELY + "')");
            assertThat(failure.sqlState()).isEqualTo("42710");
            assertThat(failure.message()).startsWith("name ").endsWith(" is taken in target \"default\"");
            assertThat(failure.detail()).contains("does not tell upper from lower case");
            assertThat(failure.hint()).contains("option name");
        }
        scheduleTable("shop__dish", "{\"name\": \"public.shop__dish\"}");
        scheduleTable("\"Shop__Dish\"", "{\"name\": \"upper\"}");
        scheduleTable("\"äpfel\"", "{\"name\": \"apples\"}");
        replicate();
        execute(
                "UPDATE shop.dish SET note = 'a'",
                "UPDATE shop__dish SET note = 'b'",
                "UPDATE \"Shop__Dish\" SET note = 'c'",
                "UPDATE \"ÄPFEL\" SET note = 'd'",
                "UPDATE \"äpfel\" SET note = 'e'");
        replicate();
        compare("shop.dish", "shop__dish");
        compare("shop__dish", "public.shop__dish");
        compare("\"Shop__Dish\"", "upper");
        compare("\"ÄPFEL\"", "ÄPFEL");
        compare("\"äpfel\"", "apples");
    }

    @Test
    void identityColumnsAndDefaultsAreValuesLikeOthers() throws SQLException {
        execute(
                "CREATE TABLE dish (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial,"
                        + " other integer GENERATED BY DEFAULT AS IDENTITY (START 100 INCREMENT 7), note text DEFAULT 'none')",
                "INSERT INTO dish (note) VALUES ('a'), (DEFAULT)");
        scheduleTable("dish");
        replicateAndCompare("dish");
        execute(
                "INSERT INTO dish (note) VALUES ('c'), (NULL)",
                "INSERT INTO dish OVERRIDING SYSTEM VALUE VALUES (-5, DEFAULT, 0, 'd')",
                "UPDATE dish SET other = DEFAULT WHERE id = 1");
        replicateAndCompare("dish");
    }

    @Test
    void aTableWithChildrenIsRegisteredWithANotice() throws SQLException {
        execute(
                "CREATE TABLE sale (id integer PRIMARY KEY)",
                "CREATE TABLE old_sale (PRIMARY KEY (id)) INHERITS (sale)",
                "INSERT INTO sale VALUES (1)",
                "INSERT INTO old_sale VALUES (2)");
        try (Statement statement = source().connection().createStatement()) {
            statement.execute("SELECT turso_schedule_table_replication('sale', '" + RARELY + "')");
            SQLWarning notice = statement.getWarnings();
            assertThat(notice.getMessage()).isEqualTo("table \"sale\" has child tables");
        }
        replicate();
        execute("UPDATE sale SET id = id + 10");
        replicate();
        compare("ONLY sale", "sale");
        execute("TRUNCATE sale");
        replicate();
        assertThat(compare("ONLY sale", "sale")).isZero();
    }

    @Test
    void turso_generate_create_tableShowsWhatIsMade() throws SQLException {
        execute(
                "CREATE TABLE \"Odd, \"\"Name\"\"\" (\"a b\" numeric, \"ключ\" bytea NOT NULL, g integer GENERATED ALWAYS AS (1) STORED,"
                        + " \"select\" float8, tags text[], PRIMARY KEY (\"ключ\", \"a b\"))",
                "CREATE INDEX \"by \"\"select\"\"\" ON \"Odd, \"\"Name\"\"\" (\"select\" DESC, \"a b\")",
                "CREATE TABLE log (at timestamptz, line text NOT NULL)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "CREATE TABLE plain (id bigint PRIMARY KEY, email text UNIQUE)",
                "CREATE TABLE part (id uuid, year integer, PRIMARY KEY (year, id)) PARTITION BY LIST (year)",
                "CREATE VIEW menu AS SELECT 1 AS one, 'x'::text AS two",
                "CREATE MATERIALIZED VIEW names AS SELECT email FROM plain");
        for (String table : new String[] {"\"Odd, \"\"Name\"\"\"", "log", "plain", "part"}) {
            String shown = value("SELECT turso_generate_create_table('" + table + "')");
            scheduleTable(table);
            assertMade(table, shown);
        }
        for (String view : new String[] {"menu", "names"}) {
            String shown = value("SELECT turso_generate_create_table('" + view + "')");
            scheduleView(view);
            assertMade(view, shown);
        }
        String options = "{\"name\": \"other name\", \"indexes\": false, \"numeric\": \"real\"}";
        execute("SELECT turso_unschedule_replication('plain')");
        String shown = value("SELECT turso_generate_create_table('plain', '" + options + "')");
        scheduleTable("plain", options);
        assertThat(made("other name")).isEqualTo(onOneLine(String.valueOf(shown)));
    }

    private void assertMade(String relation, @Nullable String shown) throws SQLException {
        replicate();
        String table =
                value("SELECT target_table FROM turso.replication WHERE relation = '" + relation + "'::regclass");
        assertThat(made(String.valueOf(table))).isEqualTo(onOneLine(String.valueOf(shown)));
    }

    /** What the target says it holds, table first. */
    private String made(String table) {
        String select = "SELECT sql || ';' FROM sqlite_master WHERE tbl_name = '" + table.replace("'", "''")
                + "' COLLATE NOCASE AND sql IS NOT NULL ORDER BY type DESC, name";
        return onOneLine(turso().query(select).stream()
                .map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.joining(" ")));
    }

    /** The local Turso server does not keep line breaks. */
    private static String onOneLine(String sql) {
        return sql.replaceAll("\\s+", " ").replace("( ", "(").replace(" )", ")").strip();
    }

    private Failure refusal(String table) throws SQLException {
        Failure failure = failureOf("SELECT turso_schedule_table_replication('" + table + "', '" + RARELY + "')");
        assertThat(failure.sqlState()).isEqualTo("0A000");
        assertThat(failure.message()).isEqualTo("table \"public." + table + "\" can't be kept in SQLite");
        return failure;
    }
}
