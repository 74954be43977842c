package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgturso.apply.Rows.old;
import static org.pgturso.apply.Rows.row;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;

class KeylessChangesTest {
    private final TargetTable table = Rows.table("t", 0, "a INTEGER", "b TEXT", "r REAL", "x BLOB");
    private final Sqlite sqlite = new Sqlite();
    private final Batch batch = new Batch();

    @BeforeEach
    void makeTable() {
        sqlite.run(TableDdl.create(table));
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @Test
    void deleteTakesOneOfEqualRows() {
        for (int i = 0; i < 3; i++) {
            batch.insert(table, row("a", "1", "b", null, "r", "0.1", "x", "\\x00ff"));
        }
        batch.delete(table, old("a", "1", "r", "0.1", "x", "\\x00ff"));
        sqlite.run(batch.statements());
        assertThat(sqlite.query("SELECT * FROM t")).containsExactly("1|null|0.1|x'00ff'", "1|null|0.1|x'00ff'");
    }

    @Test
    void updateChangesOneOfEqualRows() {
        batch.insert(table, row("a", "1", "b", "big", "r", "NaN", "x", null));
        batch.insert(table, row("a", "1", "b", "big", "r", "NaN", "x", null));
        batch.update(table, old("a", "1", "b", "big", "r", "NaN"), row("a", "2", "r", null, "x", "\\x"));
        sqlite.run(batch.statements());
        assertThat(sqlite.query("SELECT * FROM t")).containsExactly("1|'big'|'NaN'|null", "2|'big'|null|x''");
    }

    @Test
    void changesStayInOrder() {
        batch.insert(table, whole("1"));
        batch.delete(table, old("a", "1"));
        batch.insert(table, whole("1"));
        batch.truncate(table);
        batch.insert(table, whole("2"));
        batch.update(table, old("a", "2"), whole("3"));
        batch.insert(table, whole("2"));
        sqlite.run(batch.statements());
        assertThat(sqlite.query("SELECT * FROM t")).containsExactly("2|null|null|null", "3|null|null|null");
    }

    @Test
    void updateThatChangesNothingIsLeftOut() {
        batch.update(table, old("a", "1"), whole("1"));
        assertThat(batch.statements()).isEmpty();
    }

    @Test
    void batchHoldsFewSearchesThroughTheWholeTable() {
        for (int i = 0; i < 100; i++) {
            batch.update(table, old("a", "1"), whole("2"));
            batch.delete(table, old("a", "2"));
        }
        assertThat(batch.bytes()).isGreaterThan(2 << 20);
    }

    @Test
    void withoutIdentityOnlyInsertsGoThrough() {
        batch.insert(table, whole("1"));
        assertFault(() -> batch.update(table, OldRow.NONE, whole("2")));
        assertFault(() -> batch.delete(table, OldRow.NONE));
    }

    private static void assertFault(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TableFault.class, fault -> {
            assertThat(fault.table()).isEqualTo("t");
            assertThat(fault.reason().kind()).isEqualTo(ErrorKind.NOT_SUPPORTED);
            assertThat(fault.reason()).hasMessage("table has no replica identity");
        });
    }

    private static Row whole(String a) {
        return row("a", a, "b", null, "r", null, "x", null);
    }
}
