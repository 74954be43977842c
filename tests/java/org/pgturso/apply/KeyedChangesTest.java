package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pgturso.apply.Rows.old;
import static org.pgturso.apply.Rows.row;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.pgturso.change.OldRow;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;

class KeyedChangesTest {
    private final TargetTable table = Rows.table("t", 1, "id INTEGER", "a TEXT", "big TEXT");
    private final TableSql sql = new TableSql(table);
    private final Batch batch = new Batch();

    @Test
    void lastImageWins() {
        batch.insert(table, row("id", "1", "a", "x", "big", "B"));
        batch.update(table, OldRow.NONE, row("id", "1", "a", "y", "big", "B"));
        batch.insert(table, row("id", "2", "a", null, "big", null));
        assertStatements(json(sql.bulkUpsert(), "[[1,\"y\",\"B\"],[2,null,null]]"));
    }

    @Test
    void deletionsComeFirst() {
        batch.insert(table, row("id", "1", "a", "x", "big", "B"));
        batch.delete(table, old("id", "2"));
        batch.insert(table, row("id", "3", "a", "x", "big", "B"));
        batch.delete(table, old("id", "3"));
        assertStatements(json(sql.bulkDelete(), "[[2],[3]]"), json(sql.bulkUpsert(), "[[1,\"x\",\"B\"]]"));
    }

    @Test
    void rowMadeAgainIsWrittenOver() {
        batch.delete(table, old("id", "1"));
        batch.insert(table, row("id", "1", "a", "x", "big", null));
        assertStatements(json(sql.bulkUpsert(), "[[1,\"x\",null]]"));
    }

    @Test
    void unchangedToastComesFromTheImageBefore() {
        batch.insert(table, row("id", "1", "a", "x", "big", "B"));
        batch.update(table, OldRow.NONE, row("id", "1", "a", "y"));
        assertStatements(json(sql.bulkUpsert(), "[[1,\"y\",\"B\"]]"));
    }

    @Test
    void unchangedToastComesFromTheOldRow() {
        batch.update(table, old("id", "1", "big", "B"), row("a", "y", "id", "1"));
        assertStatements(json(sql.bulkUpsert(), "[[1,\"y\",\"B\"]]"));
    }

    @Test
    void updateOfWhatDidNotComeWholeSetsOnlyWhatCame() {
        batch.update(table, OldRow.NONE, row("id", "1", "a", "x"));
        batch.update(table, OldRow.NONE, row("id", "2", "a", "x"));
        batch.update(table, OldRow.NONE, row("id", "2", "a", "y"));
        batch.update(table, OldRow.NONE, row("id", "3", "big", "B"));
        assertStatements(
                json(sql.bulkUpdate(new int[] {1}), "[[1,\"x\"],[2,\"y\"]]"),
                json(sql.bulkUpdate(new int[] {2}), "[[3,\"B\"]]"));
    }

    @Test
    void partialUpdatesThatMakeAWholeRowAreOneRow() {
        batch.update(table, OldRow.NONE, row("id", "1", "a", "x"));
        batch.update(table, OldRow.NONE, row("id", "1", "big", "B"));
        assertStatements(json(sql.bulkUpsert(), "[[1,\"x\",\"B\"]]"));
    }

    @Test
    void newKeyMeansDeletedUnderTheOldOne() {
        batch.update(table, old("id", "1"), row("id", "-1", "a", "x", "big", null));
        batch.update(table, old("id", "2"), row("id", "1", "a", "y", "big", null));
        batch.update(table, old("id", "-1"), row("id", "2", "a", "x", "big", null));
        assertStatements(json(sql.bulkDelete(), "[[-1]]"), json(sql.bulkUpsert(), "[[1,\"y\",null],[2,\"x\",null]]"));
    }

    @Test
    void rowThatMovesWithoutItsToastIsMovedInTheTarget() {
        batch.insert(table, row("id", "9", "a", "x", "big", "B"));
        batch.update(table, old("id", "1"), row("id", "2", "a", "y"));
        batch.delete(table, old("id", "2"));
        assertStatements(
                json(sql.bulkUpsert(), "[[9,\"x\",\"B\"]]"), move("1", "2", "y"), json(sql.bulkDelete(), "[[2]]"));
    }

    @Test
    void movedRowKnownFromBeforeNeedsNoMove() {
        batch.insert(table, row("id", "1", "a", "x", "big", "B"));
        batch.update(table, old("id", "1"), row("id", "2", "a", "y"));
        assertStatements(json(sql.bulkDelete(), "[[1]]"), json(sql.bulkUpsert(), "[[2,\"y\",\"B\"]]"));
    }

    @Test
    void keyThatIsUnchangedToastComesFromTheOldRow() {
        batch.update(table, old("id", "1"), row("a", "x", "big", null));
        assertStatements(json(sql.bulkUpsert(), "[[1,\"x\",null]]"));
    }

    @Test
    void rowMovesTwiceWithoutItsToastAndKeepsWhatCameBefore() {
        batch.update(table, OldRow.NONE, row("id", "1", "a", "x"));
        batch.update(table, old("id", "1"), row("id", "2", "a", "y"));
        batch.update(table, OldRow.NONE, row("id", "2", "a", "z"));
        batch.update(table, old("id", "2"), row("id", "1", "a", "z"));
        assertStatements(
                json(sql.bulkUpdate(new int[] {1}), "[[1,\"x\"]]"),
                move("1", "2", "y"),
                json(sql.bulkUpdate(new int[] {1}), "[[2,\"z\"]]"),
                move("2", "1", "z"));
    }

    @Test
    void movedRowMeetsAWholeImageOfItself() {
        batch.update(table, old("id", "1"), row("id", "2", "a", "y"));
        batch.update(table, OldRow.NONE, row("id", "2", "a", "z", "big", "new"));
        batch.update(table, OldRow.NONE, row("id", "2", "a", "zz"));
        batch.update(table, old("id", "2"), row("id", "3", "a", "zzz"));
        assertStatements(
                move("1", "2", "y"), json(sql.bulkDelete(), "[[2]]"), json(sql.bulkUpsert(), "[[3,\"zzz\",\"new\"]]"));
    }

    @Test
    void rowsWithToastSwapTheirKeys() {
        batch.update(table, old("id", "1"), row("id", "-1", "a", "x"));
        batch.update(table, old("id", "2"), row("id", "1", "a", "y"));
        batch.update(table, old("id", "-1"), row("id", "2", "a", "x"));
        assertStatements(move("1", "-1", "x"), move("2", "1", "y"), move("-1", "2", "x"));
    }

    @Test
    void truncateForgetsWhatWasCollected() {
        TargetTable other = Rows.table("o", 1, "id INTEGER");
        batch.insert(table, row("id", "1", "a", "x", "big", "B"));
        batch.insert(other, row("id", "7"));
        batch.update(table, old("id", "1"), row("id", "2", "a", "y"));
        batch.truncate(table);
        batch.insert(table, row("id", "3", "a", "z", "big", null));
        assertStatements(
                Statement.of("DELETE FROM \"t\""),
                json(sql.bulkUpsert(), "[[3,\"z\",null]]"),
                json(new TableSql(other).bulkUpsert(), "[[7]]"));
    }

    @Test
    void countsAndSizesAreThoseOfTheChanges() {
        assertThat(batch.isEmpty()).isTrue();
        batch.insert(table, row("id", "1", "a", "x".repeat(100), "big", null));
        long one = batch.bytes();
        batch.update(table, OldRow.NONE, row("id", "1", "a", "y".repeat(100), "big", null));
        assertThat(one).isBetween(100L, 150L);
        assertThat(batch.bytes()).isEqualTo(one);
        batch.delete(table, old("id", "1"));
        assertThat(batch.bytes()).isLessThan(20);
        batch.truncate(table);
        assertThat(batch.bytes()).isZero();
        assertThat(batch.counts()).containsOnlyKeys("t").containsValue(new Counts(1, 1, 1));
        assertThat(batch.changes()).isEqualTo(4);
    }

    @Test
    void otherColumnsThanTheTablesAreTheTablesFault() {
        PgTursoException unknown =
                fault(() -> batch.insert(table, row("id", "1", "a", null, "big", null, "fresh", "x")));
        assertThat(unknown.kind()).isEqualTo(ErrorKind.OUT_OF_STEP);
        assertThat(unknown.detail()).contains("\"fresh\"");
        PgTursoException missing = fault(() -> batch.insert(table, row("id", "1", "a", null)));
        assertThat(missing.kind()).isEqualTo(ErrorKind.OUT_OF_STEP);
        assertThat(missing.detail()).contains("\"big\"");
    }

    @Test
    void changeThatDoesNotTellItsKeyIsTheTablesFault() {
        PgTursoException noIdentity = fault(() -> batch.delete(table, OldRow.NONE));
        assertThat(noIdentity.kind()).isEqualTo(ErrorKind.NOT_SUPPORTED);
        assertThat(noIdentity).hasMessage("table has no replica identity");
        PgTursoException noKey = fault(() -> batch.update(table, OldRow.NONE, row("a", "x")));
        assertThat(noKey.kind()).isEqualTo(ErrorKind.OUT_OF_STEP);
        PgTursoException nullKey = fault(() -> batch.insert(table, row("id", null, "a", "x", "big", null)));
        assertThat(nullKey.kind()).isEqualTo(ErrorKind.OUT_OF_STEP);
    }

    @Test
    void valueThatIsTooLongIsTheTablesFault() {
        TargetTable other = Rows.table("o", 1, "id INTEGER");
        batch.insert(other, row("id", "7"));
        batch.insert(table, row("id", "1", "a", "x".repeat(5_000_001), "big", null));
        assertThat(fault(batch::statements).detail()).contains("\"a\" of table \"t\"");
    }

    private static PgTursoException fault(ThrowingCallable call) {
        TableFault fault = catchThrowableOfType(TableFault.class, call);
        assertThat(fault.table()).isEqualTo("t");
        return fault.reason();
    }

    private Statement move(String from, String to, String a) {
        return Statement.of(
                sql.update(new int[] {0, 1}),
                new SqliteValue.Int(Long.parseLong(from)),
                new SqliteValue.Int(Long.parseLong(to)),
                new SqliteValue.Text(a));
    }

    private void assertStatements(Statement... expected) {
        assertThat(batch.statements()).containsExactly(expected);
    }

    private static Statement json(String sql, String rows) {
        return Statement.of(sql, new SqliteValue.Text(rows));
    }
}
