package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.servers.Fault;
import org.pgturso.servers.FaultProxy;
import org.pgturso.servers.TursoServer;
import org.pgturso.turso.TursoClient;

class TableCopyIT {
    private static final int ROWS = 2_000;
    /** Long enough for some batches. */
    private static final String FILLER = "x".repeat(5_000);

    private final TursoServer server = TursoServer.create();
    private final FaultProxy proxy = new FaultProxy(server);
    private final TursoClient client = TursoDatabase.client(proxy.url());
    private final Target target = new Target(client);

    @BeforeEach
    void start() {
        target.start("s", Watermark.at(1));
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void copyReplacesWhatIsThere(int keyColumns) {
        TargetTable table = make(keyColumns);
        server.query("INSERT INTO t VALUES (-1, 'old')");
        assertThat(copy(table)).isEqualTo(ROWS);
        assertCopied();
        assertThat(copy(table)).isEqualTo(ROWS);
        assertCopied();
    }

    @Test
    void emptyTableIsCopiedToo() {
        TargetTable table = make(1);
        server.query("INSERT INTO t VALUES (-1, 'old')");
        assertThat(target.copy(table, "s").finish()).isZero();
        assertThat(server.value("SELECT count(*) FROM t")).isEqualTo(0L);
    }

    @Test
    void lostAnswersLoseAndDoubleNothing() {
        TargetTable table = make(0);
        int before = proxy.requests();
        copy(table);
        int undisturbed = proxy.requests() - before;
        for (int i = 0; i < 3; i++) {
            proxy.failNext(Fault.LOSE_RESPONSE, "INSERT INTO \\\"t\\\"");
        }
        assertThat(copy(table)).isEqualTo(ROWS);
        assertThat(proxy.requests()).isGreaterThan(before + 2 * undisturbed + 3);
        assertCopied();
    }

    @Test
    void secondCopyStopsTheFirst() {
        TargetTable table = make(0);
        TableCopy first = target.copy(table, "s");
        add(first, 0, 1_500);
        TableCopy second = target.copy(table, "s");
        add(second, 0, ROWS);
        assertThatThrownBy(() -> {
                    add(first, 1_500, ROWS);
                    first.finish();
                })
                .isInstanceOfSatisfying(
                        PgTursoException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.OUT_OF_STEP));
        second.finish();
        assertCopied();
    }

    @Test
    void forgottenSourceTakesItsCopiesAlong() {
        target.start("s2", Watermark.at(1));
        TableCopy unfinished = target.copy(make(1), "s");
        add(unfinished, 0, 10);
        target.forget("s");
        assertThat(server.query("SELECT source FROM _pgturso_state")).containsExactly(List.of("s2"));
    }

    private TargetTable make(int keyColumns) {
        TargetTable table = Rows.table("t", keyColumns, "id INTEGER", "a TEXT");
        client.transaction(TableDdl.create(table));
        return table;
    }

    private long copy(TargetTable table) {
        TableCopy copy = target.copy(table, "s");
        add(copy, 0, ROWS);
        return copy.finish();
    }

    private static void add(TableCopy copy, int from, int to) {
        for (int i = from; i < to; i++) {
            copy.add(Rows.cells("" + i, FILLER));
        }
    }

    private void assertCopied() {
        assertThat(server.query("SELECT count(*), count(DISTINCT id), min(id), max(id), min(length(a)) FROM t"))
                .containsExactly(List.of((long) ROWS, (long) ROWS, 0L, ROWS - 1L, (long) FILLER.length()));
        assertThat(server.query("SELECT source FROM _pgturso_state")).containsExactly(List.of("s"));
    }
}
