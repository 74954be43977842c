package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.servers.Fault;
import org.pgturso.servers.FaultProxy;
import org.pgturso.servers.TursoServer;
import org.pgturso.turso.Statement;
import org.pgturso.turso.TursoClient;

/** Exactly once, whatever goes wrong between two writers and the server. */
class TargetIT {
    private static final String SOURCE = "7000000000000000001/shop/pgturso_default";
    private static final Watermark FIRST = Watermark.at(0x16B3748);
    private static final Watermark SECOND = Watermark.at(0x16B3800);
    private static final Watermark THIRD = Watermark.at(0x16B3900);
    /** Not idempotent: twice is seen. */
    private static final List<Statement> INSERT = List.of(Statement.of("INSERT INTO t VALUES (1)"));

    private final TursoServer server = TursoServer.create();
    private final FaultProxy proxy = new FaultProxy(server);
    private final TursoClient client = TursoDatabase.client(proxy.url());
    private final Target target = new Target(client);

    @BeforeEach
    void makeTable() {
        server.query("CREATE TABLE t (a INTEGER)");
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void batchAndWatermarkComeTogether() {
        assertThat(target.watermark(SOURCE)).isEmpty();
        target.start(SOURCE, FIRST);
        assertThat(target.watermark(SOURCE)).contains(FIRST);
        target.commit(INSERT, SOURCE, FIRST, SECOND);
        target.commit(List.of(), SOURCE, SECOND, THIRD);
        assertThat(target.watermark(SOURCE)).contains(THIRD);
        assertThat(target.watermark("other")).isEmpty();
        assertRows(1);
    }

    @Test
    void partsOfATransactionAreStepsOfTheirOwn() {
        target.start(SOURCE, FIRST);
        Watermark part = FIRST.withPart(4_294_967_295L, 1000);
        target.commit(INSERT, SOURCE, FIRST, part);
        assertThat(target.watermark(SOURCE)).contains(part);
        assertOutOfStep(() -> target.commit(INSERT, SOURCE, FIRST, SECOND));
        assertOutOfStep(() -> target.commit(INSERT, SOURCE, FIRST.withPart(5, 1000), SECOND));
        target.commit(INSERT, SOURCE, part, SECOND);
        assertRows(2);
    }

    @Test
    void secondWriterStops() {
        target.start(SOURCE, FIRST);
        target.commit(INSERT, SOURCE, FIRST, THIRD);
        assertThatThrownBy(() -> target.commit(INSERT, SOURCE, FIRST, SECOND))
                .hasMessage("another writer has moved the watermark in Turso")
                .isInstanceOfSatisfying(PgTursoException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.OUT_OF_STEP);
                    assertThat(e.detail())
                            .isEqualTo("Expected 0/16B3748 for source \"" + SOURCE + "\", found 0/16B3900.");
                    assertThat(e.hint()).isNotEmpty();
                });
        assertRows(1);
        assertThat(target.watermark(SOURCE)).contains(THIRD);
    }

    @Test
    void writersAtOnceApplyEveryPositionOnce() {
        target.start(SOURCE, Watermark.at(0));
        CompletableFuture<?>[] writers = new CompletableFuture<?>[3];
        for (int i = 0; i < writers.length; i++) {
            int step = i + 1;
            writers[i] = CompletableFuture.runAsync(() -> writeUntilOutOfStep(step));
        }
        CompletableFuture.allOf(writers).join();
        long end = target.watermark(SOURCE).orElseThrow().endLsn();
        assertThat(end).isPositive();
        assertThat(server.query("SELECT count(*), count(DISTINCT a), max(a) FROM t"))
                .containsExactly(List.of(end, end, end));
    }

    /** Applies the positions up to 40, some at a time, until another writer is faster. */
    private void writeUntilOutOfStep(int step) {
        try (TursoClient own = TursoDatabase.client(server.url())) {
            Target mine = new Target(own);
            for (long at = 0; at < 40; at += step) {
                List<Statement> positions = LongStream.rangeClosed(at + 1, at + step)
                        .mapToObj(position -> Statement.of("INSERT INTO t VALUES (" + position + ")"))
                        .toList();
                mine.commit(positions, SOURCE, Watermark.at(at), Watermark.at(at + step));
            }
        } catch (PgTursoException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.OUT_OF_STEP);
        }
    }

    @Test
    void lostAnswerIsNoSecondApplication() {
        target.start(SOURCE, FIRST);
        int before = proxy.requests();
        proxy.failNext(Fault.LOSE_RESPONSE, "INSERT INTO t");
        target.commit(INSERT, SOURCE, FIRST, SECOND);
        assertThat(proxy.requests())
                .as("a second try, then a look at the watermark")
                .isEqualTo(before + 3);
        assertThat(target.watermark(SOURCE)).contains(SECOND);
        assertRows(1);
    }

    @Test
    void afterAnUnknownOutcomeTheWatermarkTells() {
        target.start(SOURCE, FIRST);
        proxy.failNext(Fault.LOSE_RESPONSE, "INSERT INTO t");
        proxy.beforeResponse(() -> proxy.failAlways(Fault.REFUSE));
        assertKind(ErrorKind.TARGET_UNAVAILABLE, () -> target.commit(INSERT, SOURCE, FIRST, SECOND));
        proxy.beforeResponse(() -> {});
        proxy.heal();
        assertThat(target.watermark(SOURCE)).contains(SECOND);
        assertRows(1);
    }

    @Test
    void unreachableServerAppliesNothing() {
        target.start(SOURCE, FIRST);
        proxy.failAlways(Fault.UNAVAILABLE);
        assertKind(ErrorKind.TARGET_UNAVAILABLE, () -> target.commit(INSERT, SOURCE, FIRST, SECOND));
        proxy.heal();
        assertThat(target.watermark(SOURCE)).contains(FIRST);
        assertRows(0);
    }

    @Test
    void failingStatementLeavesNothing() {
        target.start(SOURCE, FIRST);
        List<Statement> failing = List.of(INSERT.get(0), Statement.of("INSERT INTO missing VALUES (1)"));
        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> target.commit(failing, SOURCE, FIRST, SECOND))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.TARGET_REJECTED);
                    assertThat(error.statement()).hasValue(1);
                });
        assertRows(0);
        target.commit(INSERT, SOURCE, FIRST, SECOND);
        assertRows(1);
    }

    @Test
    void missingWatermarkStopsTheWriter() {
        target.start(SOURCE, FIRST);
        server.query("DELETE FROM _pgturso_state");
        assertMissing();
        server.query("DROP TABLE _pgturso_state");
        assertMissing();
        assertRows(0);
        target.reset(SOURCE, SECOND);
        assertThat(target.watermark(SOURCE)).contains(SECOND);
    }

    @Test
    void startKeepsAnEarlierWatermark() {
        target.start(SOURCE, FIRST);
        proxy.failNext(Fault.LOSE_RESPONSE);
        assertThatCode(() -> target.start(SOURCE, FIRST)).doesNotThrowAnyException();
        assertOutOfStep(() -> target.start(SOURCE, SECOND));
        target.reset(SOURCE, SECOND);
        assertThat(target.watermark(SOURCE)).contains(SECOND);
        target.forget(SOURCE);
        assertThat(target.watermark(SOURCE)).isEmpty();
        target.start(SOURCE, THIRD);
        assertThat(target.watermark(SOURCE)).contains(THIRD);
    }

    @Test
    void nextBatchIsMadeWhileOneIsApplied() {
        target.start(SOURCE, FIRST);
        PendingCommit pending = target.submit(INSERT, SOURCE, FIRST, SECOND);
        pending.await();
        assertThat(pending.isDone()).isTrue();
        assertRows(1);
        PendingCommit late = target.submit(INSERT, SOURCE, FIRST, THIRD);
        assertOutOfStep(late::await);
    }

    @Test
    void stepThatDoesNotMoveIsRefused() {
        assertThatThrownBy(() -> target.commit(INSERT, SOURCE, FIRST, FIRST))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertMissing() {
        assertThatThrownBy(() -> target.commit(INSERT, SOURCE, FIRST, SECOND))
                .hasMessage("watermark is missing in Turso")
                .isInstanceOfSatisfying(PgTursoException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.OUT_OF_STEP);
                    assertThat(e.detail()).endsWith("found none.");
                    assertThat(e.hint()).contains("turso_resync");
                });
    }

    private static void assertOutOfStep(ThrowingCallable call) {
        assertKind(ErrorKind.OUT_OF_STEP, call);
    }

    private static void assertKind(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PgTursoException.class, e -> assertThat(e.kind())
                .isEqualTo(kind));
    }

    private void assertRows(long count) {
        assertThat(server.value("SELECT count(*) FROM t")).isEqualTo(count);
    }
}
