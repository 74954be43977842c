package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgturso.apply.Rows.row;

import org.junit.jupiter.api.Test;
import org.pgturso.change.OldRow;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

class StatementOwnersTest {
    private final Batch batch = new Batch();

    @Test
    void rejectedStatementIsItsTablesFault() {
        TargetTable dish = Rows.table("dish", 1, "id INTEGER", "a TEXT", "b TEXT");
        TargetTable guest = Rows.table("guest", 1, "id INTEGER");
        batch.insert(dish, row("id", "1", "a", "x", "b", "y"));
        batch.update(dish, OldRow.NONE, row("id", "2", "a", "x"));
        batch.insert(guest, row("id", "1"));
        assertThat(batch.statements()).hasSize(3);
        assertThat(blamed(0)).isEqualTo("dish");
        assertThat(blamed(1)).isEqualTo("dish");
        assertThat(blamed(2)).isEqualTo("guest");
    }

    @Test
    void anythingElseIsNoTablesFault() {
        batch.insert(Rows.table("dish", 1, "id INTEGER"), row("id", "1"));
        batch.statements();
        PgTursoException ofTheWatermark = rejected().statement(-1);
        PgTursoException busy = new PgTursoException(ErrorKind.IN_USE, "busy").statement(0);
        for (PgTursoException failure : new PgTursoException[] {rejected(), ofTheWatermark, busy}) {
            assertThat(batch.owners().blame(failure)).isSameAs(failure);
        }
    }

    private String blamed(int statement) {
        return ((TableFault) batch.owners().blame(rejected().statement(statement))).table();
    }

    private static PgTursoException rejected() {
        return new PgTursoException(ErrorKind.TARGET_REJECTED, "target rejected a statement");
    }
}
