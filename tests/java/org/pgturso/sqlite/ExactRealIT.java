package org.pgturso.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.TursoServer;

/** {@link ExactReal} on the Turso server, which is no SQLite. */
class ExactRealIT {
    private static final int ROWS_A_STATEMENT = 10_000;

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

    @Test
    void nullAndTextComeThrough() {
        String values = "[[null],[\"NaN\"],[\"Infinity\"],[\"-Infinity\"]]";
        assertThat(turso.query("SELECT " + ExactReal.sqlExpression("value->>0") + " FROM json_each('" + values + "')"))
                .containsExactly(
                        Arrays.asList((Object) null), List.of("NaN"), List.of("Infinity"), List.of("-Infinity"));
    }
}
