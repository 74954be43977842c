package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgturso.apply.Rows.cells;
import static org.pgturso.apply.Rows.old;
import static org.pgturso.apply.Rows.row;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;

/** Rows that the target can't hold: an error, or skipped without a wrong value left behind. */
class RejectionsTest {
    private static final Lsn LSN = new Lsn(42);
    private static final String TOO_LONG = "x".repeat(5_000_001);
    private static final String ODD = "odd";

    private final TargetTable strict = table(List.of("id"));
    private final TargetTable table = strict.on(OnUnreplicable.SKIP);
    private final TargetTable log = table(List.of()).on(OnUnreplicable.SKIP);
    private final Sqlite sqlite = new Sqlite();
    private Batch batch = new Batch();

    /** A table with a column {@code odd} whose codec can't read the text "odd". */
    private static TargetTable table(List<String> key) {
        List<TargetColumn> columns = List.of(
                new TargetColumn("id", SqliteType.TEXT, RejectionsTest::readable, true),
                new TargetColumn("a", SqliteType.TEXT, SqliteValue.Text::new, false),
                new TargetColumn("n", SqliteType.TEXT, RejectionsTest::readable, false));
        return new TargetTable(key.isEmpty() ? "log" : "t", columns, key, List.of());
    }

    private static SqliteValue readable(String text) {
        if (text.equals(ODD)) {
            throw new PgTursoException(ErrorKind.PROTOCOL_VIOLATION, "can't read it");
        }
        return new SqliteValue.Text(text);
    }

    @BeforeEach
    void makeTables() {
        sqlite.run(TableDdl.create(table));
        sqlite.run(TableDdl.create(log));
        batch.insert(table, whole("1", "one", null));
        batch.insert(table, whole("2", "two", null));
        batch.insert(log, whole("1", "one", null));
        batch.insert(log, whole("1", "one", null));
        assertThat(run()).isEmpty();
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @Test
    void rowIsSkippedAndTheOthersAreWritten() {
        batch.insert(table, whole("3", "three", null));
        batch.insert(table, whole("4", TOO_LONG, null));
        batch.insert(table, whole("5", "five", ODD));
        batch.insert(table, whole("6", "six", null));
        assertThat(run())
                .containsExactly(
                        rejected("4", "a", 5_000_001, "value is too long for Turso"),
                        rejected("5", "n", 3, "can't read it"));
        assertThat(ids()).containsExactly("'1'", "'2'", "'3'", "'6'");
    }

    @Test
    void rowThatIsTooLongOnlyAsAWholeIsToldWithoutAColumn() {
        batch.insert(table, whole("3", "x".repeat(2_500_000), "x".repeat(2_500_000)));
        assertThat(run()).containsExactly(rejected("3", null, 5_000_025, "row is too long for Turso"));
    }

    @Test
    void oldImageOfARejectedRowGoes() {
        batch.update(table, OldRow.NONE, whole("1", TOO_LONG, null));
        batch.update(table, OldRow.NONE, whole("2", "two", ODD));
        assertThat(run()).hasSize(2);
        assertThat(ids()).isEmpty();
    }

    @Test
    void oldImageGoesAlsoWhereTheNewOneIsNotWhole() {
        batch.update(table, OldRow.NONE, row("id", "1", "n", ODD));
        batch.update(table, OldRow.NONE, row("id", "2", "n", "fine"));
        assertThat(run()).containsExactly(rejected("1", "n", 3, "can't read it"));
        assertThat(sqlite.query("SELECT * FROM t")).containsExactly("'2'|'two'|'fine'");
    }

    @Test
    void oldImageGoesAlsoWhereTheRowMovesToAnotherKey() {
        batch.update(table, old("id", "1"), row("id", "11", "n", ODD));
        batch.update(table, old("id", "2"), whole("12", TOO_LONG, null));
        assertThat(run())
                .containsExactly(
                        rejected("11", "n", 3, "can't read it"),
                        rejected("12", "a", 5_000_001, "value is too long for Turso"));
        assertThat(ids()).isEmpty();
    }

    @Test
    void rowThatCanBeHeldAgainIsWritten() {
        batch.update(table, OldRow.NONE, whole("1", TOO_LONG, null));
        run();
        batch.update(table, OldRow.NONE, whole("1", "short", null));
        assertThat(run()).isEmpty();
        assertThat(sqlite.query("SELECT * FROM t WHERE id = '1'")).containsExactly("'1'|'short'|null");
    }

    @Test
    void onlyTheOutcomeOfABatchCounts() {
        batch.update(table, OldRow.NONE, whole("1", TOO_LONG, null));
        batch.update(table, OldRow.NONE, row("id", "1", "a", "short"));
        batch.insert(table, whole("3", "three", ODD));
        batch.delete(table, old("id", "3"));
        assertThat(run()).isEmpty();
        assertThat(sqlite.query("SELECT * FROM t")).containsExactly("'1'|'short'|null", "'2'|'two'|null");
    }

    @Test
    void changesOfARejectedRowThatAreNotWholeChangeNothing() {
        batch.insert(table, whole("3", TOO_LONG, null));
        run();
        batch.update(table, OldRow.NONE, row("id", "3", "n", "fine"));
        batch.update(table, old("id", "3"), row("id", "4", "n", "fine"));
        batch.delete(table, old("id", "4"));
        assertThat(run()).isEmpty();
        assertThat(ids()).containsExactly("'1'", "'2'");
    }

    @Test
    void keyThatCantBeReadIsNowhereInTheTarget() {
        batch.insert(table, whole(ODD, "odd", null));
        batch.delete(table, old("id", ODD));
        assertThat(run()).isEmpty();
        batch.insert(table, whole(ODD, "odd", null));
        assertThat(run()).hasSize(1);
        assertThat(ids()).containsExactly("'1'", "'2'");
    }

    @Test
    void longKeyIsLeftOutOfTheNote() {
        batch.insert(table, whole("k".repeat(1001), "x", ODD));
        batch.insert(log, whole("1", "x", ODD));
        assertThat(run()).extracting(Rejection::key).containsOnly(Map.of());
    }

    @Test
    void rowsWithoutAKeyAreFoundByWhatTheyWere() {
        batch.update(log, old("id", "1", "a", "one"), whole("1", TOO_LONG, null));
        assertThat(run()).hasSize(1);
        assertThat(sqlite.query("SELECT * FROM log")).containsExactly("'1'|'one'|null");
        batch.update(log, old("id", "1", "a", TOO_LONG), whole("1", TOO_LONG, "again"));
        assertThat(run()).hasSize(1);
        batch.update(log, old("id", "1", "a", TOO_LONG, "n", "again"), row("id", "7", "a", "short"));
        batch.delete(log, old("id", "1", "a", TOO_LONG));
        batch.insert(log, whole("8", "eight", ODD));
        batch.insert(log, whole("9", "nine", null));
        assertThat(run()).hasSize(1);
        assertThat(sqlite.query("SELECT * FROM log"))
                .containsExactly("'1'|'one'|null", "'7'|'short'|'again'", "'9'|'nine'|null");
    }

    @Test
    void writerTellsWhatItKeeps() {
        RowWriter writer = new RowWriter(table);
        assertThat(writer.upsert(cells("2", "x", ODD))).isFalse();
        assertThat(writer.upsert(cells("3", "x", "fine"))).isTrue();
        sqlite.run(writer.take());
        assertThat(ids()).containsExactly("'1'", "'3'");
        assertThat(writer.rejections(Rejection.What.SYNC))
                .containsExactly(new Rejection(Rejection.What.SYNC, "n", 3, Map.of("id", "2"), "can't read it", null));
        assertThat(writer.rejections(Rejection.What.SYNC)).isEmpty();
    }

    @Test
    void onlyTheLastThousandAreTold() {
        for (int i = 0; i < 1002; i++) {
            batch.insert(table, whole("k" + i, "x", ODD));
        }
        assertThat(run()).hasSize(1000).first().extracting(Rejection::key).isEqualTo(Map.of("id", "k2"));
    }

    @Test
    void withoutLeaveToSkipARowIsTheTablesFault() {
        batch.insert(strict, whole("3", "three", ODD));
        assertThatThrownBy(batch::statements).isInstanceOf(TableFault.class).hasMessageContaining("can't read it");
        RowWriter writer = new RowWriter(strict);
        assertThatThrownBy(() -> writer.upsert(cells("3", TOO_LONG, null))).hasMessage("value is too long for Turso");
        assertThatThrownBy(() -> writer.delete(cells(ODD))).hasMessage("can't read it");
    }

    private static Rejection rejected(String id, @Nullable String column, long bytes, String reason) {
        return new Rejection(Rejection.What.CHANGE, column, bytes, Map.of("id", id), reason, LSN);
    }

    private static Row whole(String id, String a, @Nullable String n) {
        return row("id", id, "a", a, "n", n);
    }

    /** Applies what was collected; returns what was rejected, of both tables. */
    private List<Rejection> run() {
        sqlite.run(batch.statements());
        List<Rejection> rejected =
                batch.rejections(LSN).values().stream().flatMap(List::stream).toList();
        batch = new Batch();
        return rejected;
    }

    private List<String> ids() {
        return sqlite.query("SELECT id FROM t");
    }
}
