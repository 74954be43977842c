package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts and bytes that are easily spoilt on the way: by a copy, by changes and by a view's sync. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class ValuesIT extends EndToEnd {
    /** Texts of every kind; {@code chr} refuses the surrogates, which are no characters. */
    private static final String TEXTS = """
            SELECT '' UNION ALL SELECT NULL UNION ALL SELECT ' ' UNION ALL
            SELECT string_agg(chr(c), '') FROM generate_series(1, 159) c UNION ALL
            SELECT string_agg(chr(c), '') FROM generate_series(160, 65535, 7) c WHERE c NOT BETWEEN 55296 AND 57343 UNION ALL
            SELECT string_agg(chr(c), '') FROM generate_series(8192, 12300) c UNION ALL
            SELECT string_agg(chr(c), '') FROM generate_series(65024, 65535) c UNION ALL
            SELECT string_agg(chr(plane * 65536 + c), '') FROM generate_series(1, 16) plane, unnest('{0,1,1023,1024,63743,65533,65534,65535}'::int[]) c
            UNION ALL SELECT unnest(ARRAY['''', '"', '""', '\\', '\\\\', '\\"', '\\x', '\\N', '\\u0041', '\\n', E'\\n', E'\\r\\n\\t',
                'NULL', 'null', '{}', '{"a": "b"}', '["a"]', '<&>', '%s', '$1', '?1', ':a', '--', '/*', ';', '0', '-0', '1e5',
                'e' || chr(769), chr(233), chr(65279) || 'x', repeat(chr(128514), 3), repeat('"\\', 100000)])""";

    ValuesIT(Variant variant) {
        super(variant);
    }

    @Test
    void textsArriveAsTheyAre() throws SQLException {
        execute(
                "CREATE TABLE word (id integer PRIMARY KEY, t text, v varchar, ts text[], j json)",
                "CREATE VIEW words AS SELECT * FROM word");
        scheduleView("words", "{\"key\": [\"id\"]}");
        ship(
                "word",
                "words",
                "SELECT row_number() OVER (), t, t, ARRAY[t, '', NULL, t], to_json(t) FROM (" + TEXTS + ") AS w(t)");
        assertThat(value("SELECT count(*) FROM word WHERE t = ''")).isEqualTo("2");
        assertThat(turso().value("SELECT count(*) FROM word WHERE t = '' AND typeof(t) = 'text'"))
                .isEqualTo(2L);
        assertThat(turso().value("SELECT count(*) FROM words WHERE t IS NULL AND ts IS NOT NULL"))
                .isEqualTo(2L);
    }

    @Test
    void bytesArriveAsTheyAre() throws SQLException {
        execute(
                "CREATE TABLE photo (id integer PRIMARY KEY, b bytea, bs bytea[])",
                "CREATE VIEW photos AS SELECT * FROM photo");
        scheduleView("photos", "{\"key\": [\"id\"]}");
        ship("photo", "photos", """
                SELECT row_number() OVER (), b, ARRAY[b, '', NULL] FROM (
                    SELECT '\\x'::bytea UNION ALL SELECT NULL UNION ALL SELECT '\\x00' UNION ALL SELECT '\\x5c' UNION ALL
                    SELECT decode(string_agg(lpad(to_hex(i), 2, '0'), ''), 'hex') FROM generate_series(0, 255) i UNION ALL
                    SELECT decode(string_agg(md5(i::text), ''), 'hex') FROM generate_series(1, 20000) i) AS p(b)""");
        assertThat(turso().value("SELECT count(*) FROM photo WHERE b = x'' AND typeof(b) = 'blob'"))
                .isEqualTo(2L);
    }

    @Test
    void textsTellRowsApart() throws SQLException {
        execute(
                "CREATE TABLE word (t text PRIMARY KEY, n integer)",
                "INSERT INTO word SELECT t, 0 FROM (" + TEXTS + ") AS w(t) WHERE length(t) < 500",
                "CREATE TABLE line (t text, n integer)",
                "ALTER TABLE line REPLICA IDENTITY FULL",
                "INSERT INTO line SELECT t, 0 FROM (" + TEXTS + ") AS w(t)");
        scheduleTable("word");
        scheduleTable("line");
        replicateAndCompare("word", "line");
        execute(
                "UPDATE word SET n = 1",
                "UPDATE word SET t = t || 'x' WHERE t >= 'a'",
                "DELETE FROM word WHERE t < '1'",
                "UPDATE line SET n = 1",
                "DELETE FROM line WHERE t >= 'a'");
        replicateAndCompare("word", "line");
    }

    /** Sends the rows by a copy, by changes and by syncs, then swaps and changes them. */
    private void ship(String table, String view, String rows) throws SQLException {
        execute("INSERT INTO " + table + " " + rows);
        scheduleTable(table);
        replicateAndCompare(table, view);
        execute(
                "INSERT INTO " + table + " " + rows.replaceFirst("row_number\\(\\) OVER \\(\\)", "1000 + $0"),
                "UPDATE " + table + " SET id = id + 5000 WHERE id <= 1000");
        replicateAndCompare(table, view);
        assertNothingOutOfTheOrdinary();
    }
}
