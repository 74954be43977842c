package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgturso.apply.Rows.old;
import static org.pgturso.apply.Rows.row;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.change.OldRow;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

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
        assertThat(sqlite.rows(table)).containsExactly("1|null|0.1|x'00ff'", "1|null|0.1|x'00ff'");
    }

    @Test
    void updateChangesOneOfEqualRows() {
        batch.insert(table, row("a", "1", "b", "big", "r", "NaN", "x", null));
        batch.insert(table, row("a", "1", "b", "big", "r", "NaN", "x", null));
        batch.update(table, old("a", "1", "b", "big", "r", "NaN"), row("a", "2", "r", null, "x", "\\x"));
        sqlite.run(batch.statements());
        assertThat(sqlite.rows(table)).containsExactly("1|'big'|'NaN'|null", "2|'big'|null|x''");
    }

    @Test
    void changesStayInOrder() {
        batch.insert(table, row("a", "1"));
        batch.delete(table, old("a", "1"));
        batch.insert(table, row("a", "1"));
        batch.truncate(table);
        batch.insert(table, row("a", "2"));
        batch.update(table, old("a", "2"), row("a", "3", "b", null, "r", null, "x", null));
        batch.insert(table, row("a", "2"));
        sqlite.run(batch.statements());
        assertThat(sqlite.rows(table)).containsExactly("2|null|null|null", "3|null|null|null");
    }

    @Test
    void withoutIdentityOnlyInsertsGoThrough() {
        batch.insert(table, row("a", "1"));
        assertThatThrownBy(() -> batch.update(table, OldRow.NONE, row("a", "2")))
                .isInstanceOfSatisfying(
                        PgTursoException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_SUPPORTED));
        assertThatThrownBy(() -> batch.delete(table, OldRow.NONE)).hasMessage("table has no replica identity");
    }
}
