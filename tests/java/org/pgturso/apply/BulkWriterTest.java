package org.pgturso.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.change.Cell;
import org.pgturso.change.OldRow;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;

class BulkWriterTest {
    private static final int MIB = 1 << 20;

    private final TargetTable table = Rows.table("t", 1, "id INTEGER", "a TEXT", "x BLOB", "r REAL");
    private final RowWriter rows = new RowWriter(table);
    private final Sqlite sqlite = new Sqlite();

    @BeforeEach
    void makeTable() {
        sqlite.run(TableDdl.create(table));
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "007",
                "1.0",
                "1e5",
                "-0",
                "null",
                "NULL",
                "true",
                "[1, 2]",
                "{\"a\": [1,\t\"\\u00e9\"]}",
                "\"quoted\"",
                "back\\slash\\",
                "line\nfeed\r\ttab",
                "\u0001\u0007\b\f\u001f\u007f\u0080",
                "\u2028\u2029\ufeff",
                "grüße 日本語 😀 e\u0301",
                "<a href='x'>&amp;</a>",
                "it's",
                "?1 $1 :x --",
            })
    void textArrivesAsItIs(String text) {
        rows.upsert(Rows.cells("1", text, null, null));
        sqlite.run(rows.take());
        assertThat(sqlite.query("SELECT typeof(a), a FROM t")).containsExactly("'text'|'" + text + "'");
    }

    @Test
    void otherValuesArriveAsTheyAre() {
        rows.upsert(Rows.cells("-9223372036854775808", null, "\\x", "-0.0"));
        rows.upsert(Rows.cells("9223372036854775807", null, "\\x00ff7e", "NaN"));
        rows.upsert(Rows.cells("0", null, null, "0.1"));
        sqlite.run(rows.take());
        assertThat(sqlite.query("SELECT id, x, r, typeof(x), typeof(r) FROM t"))
                .containsExactly(
                        "-9223372036854775808|x''|-0.0|'blob'|'real'",
                        "0|null|0.1|'null'|'real'",
                        "9223372036854775807|x'00ff7e'|'NaN'|'blob'|'text'");
    }

    @Test
    void statementsStayNearOneMebibyte() {
        for (int i = 0; i < 5_000; i++) {
            rows.upsert(Rows.cells("" + i, "x".repeat(1000), null, "0.5"));
        }
        List<Statement> statements = rows.take();
        assertThat(statements)
                .hasSize(5)
                .allSatisfy(statement -> assertThat(text(statement).length()).isLessThan(MIB + 2000));
        sqlite.run(statements);
        assertThat(sqlite.query("SELECT count(*), min(id), max(id) FROM t")).containsExactly("5000|0|4999");
    }

    @Test
    void longRowGetsAStatementAndAParameterAValue() {
        String hex = "0a".repeat(2 * MIB);
        rows.upsert(Rows.cells("1", "before", null, null));
        rows.upsert(Rows.cells("2", "\"".repeat(2 * MIB), "\\x" + hex, "0.1"));
        rows.upsert(Rows.cells("3", "after", null, null));
        List<Statement> statements = rows.take();
        assertThat(statements).hasSize(3);
        assertThat(statements.get(1).args().get(2)).isEqualTo(new SqliteValue.Blob(hex));
        sqlite.run(statements);
        assertThat(sqlite.query("SELECT id, length(a), length(x), r FROM t"))
                .containsExactly("1|6|null|null", "2|2097152|2097152|0.1", "3|5|null|null");
    }

    @Test
    void longKeysAreDeletedAndUpdatedToo() {
        TargetTable texts = Rows.table("k", 1, "k TEXT", "a TEXT", "b TEXT");
        sqlite.run(TableDdl.create(texts));
        Batch batch = new Batch();
        String longText = "k".repeat(2 * MIB);
        batch.insert(texts, Rows.row("k", longText, "a", "x", "b", "y"));
        batch.insert(texts, Rows.row("k", "short", "a", "x", "b", "y"));
        sqlite.run(batch.statements());
        Batch second = new Batch();
        second.delete(texts, Rows.old("k", longText));
        second.update(texts, OldRow.NONE, Rows.row("k", "short", "a", longText));
        sqlite.run(second.statements());
        assertThat(sqlite.query("SELECT k, length(a), b FROM k")).containsExactly("'short'|2097152|'y'");
    }

    @Test
    void rowOfTheLongestKindIsTakenByTheServer() {
        TargetTable texts = Rows.table("k", 1, "k TEXT", "n INTEGER", "r REAL", "x BLOB", "z TEXT");
        sqlite.run(TableDdl.create(texts));
        TargetTable logs = Rows.table("l", 0, "line TEXT");
        sqlite.run(TableDdl.create(logs));
        RowWriter keyed = new RowWriter(texts);
        keyed.upsert(Rows.cells(
                "k".repeat(longest(texts, "", "9223372036854775807", "0.1", "\\x", null)),
                "9223372036854775807",
                "0.1",
                "\\x",
                null));
        sqlite.run(keyed.take());
        RowWriter keyless = new RowWriter(logs);
        keyless.upsert(Rows.cells("x".repeat(longest(logs, ""))));
        sqlite.run(keyless.take());
        assertThat(sqlite.query("SELECT length(k) > 4999900 FROM k UNION ALL SELECT length(line) > 4999900 FROM l"))
                .containsExactly("1", "1");
    }

    /** How long the first text of a row may be at most. */
    private static int longest(TargetTable table, @Nullable String... row) {
        ValueWriter values = new ValueWriter(table);
        int[] columns = new TableSql(table).allColumns();
        for (int length = 5_000_000; ; length--) {
            row[0] = "x".repeat(length);
            try {
                values.parameters(columns, Rows.cells(row));
                return length;
            } catch (UnreplicableRow tooLong) {
                assertThat(length).isGreaterThan(4_999_900);
            }
        }
    }

    @Test
    void parametersOfWideCharactersAreTakenByTheServer() {
        for (int i = 0; i < 8; i++) {
            rows.upsert(Rows.cells("" + i, "日".repeat(i < 2 ? 1_000_000 : 524_000), null, null));
        }
        List<Statement> statements = rows.take();
        assertThat(statements).allSatisfy(statement -> assertThat(statement.args())
                .allSatisfy(arg ->
                        assertThat(Rows.literal(arg).getBytes(UTF_8).length).isLessThan(5_000_000)));
        sqlite.run(statements);
        assertThat(sqlite.query("SELECT count(*), sum(length(a)) FROM t")).containsExactly("8|5144000");
    }

    @Test
    void valueTooLongForTursoIsRefusedByName() {
        List<Cell> row = Rows.cells("1", "é".repeat(2_500_001), null, null);
        assertThatThrownBy(() -> rows.upsert(row)).isInstanceOfSatisfying(PgTursoException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.NOT_SUPPORTED);
            assertThat(e).hasMessage("value is too long for Turso");
            assertThat(e.detail())
                    .isEqualTo("Column \"a\" of table \"t\" has 5,000,002 bytes; Turso takes 5,000,000 at most.");
        });
    }

    @Test
    void rowTooLongForTursoIsRefusedByName() {
        String half = HexFormat.of().formatHex(new byte[2_500_000]);
        List<Cell> row = Rows.cells("1", "x".repeat(2_500_001), "\\x" + half, null);
        assertThatThrownBy(() -> rows.upsert(row))
                .hasMessage("row is too long for Turso")
                .isInstanceOfSatisfying(PgTursoException.class, e -> assertThat(e.detail())
                        .startsWith("A row of table \"t\" has 5,000,0"));
    }

    @Test
    void unreadableTextNamesItsColumn() {
        TargetColumn strict = new TargetColumn(
                "n",
                table.columns().get(0).type(),
                text -> {
                    throw new PgTursoException(ErrorKind.PROTOCOL_VIOLATION, "no integer");
                },
                true);
        TargetTable other = new TargetTable("o", List.of(strict), List.of("n"), List.of());
        assertThatThrownBy(() -> new RowWriter(other).upsert(Rows.cells("x")))
                .isInstanceOfSatisfying(PgTursoException.class, e -> assertThat(e.detail())
                        .isEqualTo("Column \"n\" of table \"o\" holds it. Its text has 1 bytes."));
    }

    @Test
    void takeGivesDeletionsFirstAndForgets() {
        rows.upsert(Rows.cells("1", "a", null, null));
        rows.delete(Rows.cells("2"));
        assertThat(rows.bytes()).isPositive();
        List<String> sql = new ArrayList<>();
        rows.take().forEach(statement -> sql.add(statement.sql().substring(0, 6)));
        assertThat(sql).containsExactly("DELETE", "INSERT");
        assertThat(rows.take()).isEmpty();
        assertThat(rows.bytes()).isZero();
    }

    private static String text(Statement statement) {
        return ((SqliteValue.Text) statement.args().get(0)).value();
    }
}
