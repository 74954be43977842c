package org.pgturso.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.TursoServer;
import org.pgturso.turso.Endpoint;
import org.pgturso.turso.Statement;
import org.pgturso.turso.Timeouts;
import org.pgturso.turso.TursoClient;
import org.pgturso.turso.Waiting;

/** {@link ExactReal} on the Turso server, which is no SQLite. */
class ExactRealIT {
    private static final int ROWS_A_STATEMENT = 10_000;

    private static final int STATEMENTS_A_BATCH = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static TursoServer turso;

    @BeforeAll
    static void start() {
        turso = TursoServer.create();
    }

    @AfterAll
    static void stop() {
        turso.close();
    }

    @Test
    void everyDoubleArrivesBitForBit() {
        double[] doubles = OddDoubles.some(100_000, 1L).toArray();
        turso.query("CREATE TABLE t (i INTEGER PRIMARY KEY, r " + SqliteType.REAL.declaration() + ")");
        for (int from = 0; from < doubles.length; from += ROWS_A_STATEMENT) {
            double[] some = Arrays.copyOfRange(doubles, from, Math.min(doubles.length, from + ROWS_A_STATEMENT));
            turso.query("INSERT INTO t SELECT " + from + " + (value->>0), " + ExactReal.sqlExpression("value->>1")
                    + " FROM json_each('" + OddDoubles.jsonRows(some) + "') WHERE true");
            List<List<@Nullable Object>> rows = turso.query("SELECT r FROM t WHERE i >= " + from + " ORDER BY i");
            double[] stored =
                    rows.stream().mapToDouble(row -> (Double) row.get(0)).toArray();
            assertThat(OddDoubles.bits(stored)).isEqualTo(OddDoubles.bits(some));
        }
    }

    /** As rows travel that go one a statement. */
    @Test
    void everyDoubleArrivesAsAParameterBitForBit() {
        double[] doubles = OddDoubles.some(20_000, 2L).toArray();
        turso.query("CREATE TABLE p (i INTEGER PRIMARY KEY, r " + SqliteType.REAL.declaration() + ")");
        String insert = "INSERT INTO p VALUES (?1, " + ExactReal.sqlExpression("?2->>0") + ")";
        try (TursoClient client = client()) {
            for (int from = 0; from < doubles.length; from += STATEMENTS_A_BATCH) {
                client.transaction(IntStream.range(from, Math.min(doubles.length, from + STATEMENTS_A_BATCH))
                        .mapToObj(i -> Statement.of(
                                insert,
                                new SqliteValue.Int(i),
                                new SqliteValue.Text("[" + ExactReal.toJson(doubles[i]) + "]")))
                        .toList());
            }
        }
        assertThat(OddDoubles.bits(turso.query("SELECT r FROM p ORDER BY i").stream()
                        .mapToDouble(row -> (Double) row.get(0))
                        .toArray()))
                .isEqualTo(OddDoubles.bits(doubles));
    }

    @Test
    void nullAndTextComeThrough() {
        String values = "[[null],[\"NaN\"],[\"Infinity\"],[\"-Infinity\"]]";
        assertThat(turso.query("SELECT " + ExactReal.sqlExpression("value->>0") + " FROM json_each('" + values + "')"))
                .containsExactly(
                        Arrays.asList((Object) null), List.of("NaN"), List.of("Infinity"), List.of("-Infinity"));
    }

    private static TursoClient client() {
        Endpoint endpoint = Endpoint.parse(turso.url(), null, false);
        return new TursoClient(endpoint, new Timeouts(PATIENCE, PATIENCE, PATIENCE), Waiting.BLOCKING);
    }
}
