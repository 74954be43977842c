package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;
import org.pgturso.sqlite.OddDoubles;
import org.pgturso.stress.Stage;
import org.postgresql.PGConnection;

/** 100,000 doubles, and as many floats, by every way from Postgres to Turso; not a bit may change. */
class DoublesIT {
    private static final int COUNT = 100_000;
    private static final double[] DOUBLES = OddDoubles.some(COUNT, 42L).toArray();

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void everyDoubleArrivesBitForBit(Plugin plugin) throws SQLException, IOException {
        String database = "doubles_" + plugin.pluginName();
        try (Stage stage = Stage.inThisJvm(PostgresServer.shared(), database, plugin)) {
            stage.sql(
                    "CREATE TABLE copied (i int PRIMARY KEY, d float8, f float4)",
                    "CREATE TABLE drained (LIKE copied INCLUDING ALL)",
                    "CREATE VIEW synced AS SELECT * FROM copied");
            fill(database);
            stage.register(List.of("drained"));
            if (plugin == Plugin.PGOUTPUT) { // the others are made without a plugin
                stage.register(List.of("copied"));
                stage.sql("SELECT turso.register('synced', false, NULL, 'default', '{\"key\": [\"i\"]}')");
            }
            assertThat(stage.host().run()).isEmpty();
            stage.sql("INSERT INTO drained SELECT * FROM copied");
            assertThat(stage.host().run()).isEmpty();
            assertArrived(stage, "drained");
            if (plugin == Plugin.PGOUTPUT) {
                assertArrived(stage, "copied");
                assertArrived(stage, "synced");
            }
        }
    }

    private static void fill(String database) throws SQLException, IOException {
        String rows = IntStream.range(0, COUNT)
                .mapToObj(i -> i + "\t" + DOUBLES[i] + "\t" + narrowed(DOUBLES[i]) + "\n")
                .collect(Collectors.joining());
        try (Connection connection = PostgresServer.shared().connect(database)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN", new StringReader(rows));
        }
    }

    /** A float with many of the double's bits. */
    private static float narrowed(double value) {
        float bits = Float.intBitsToFloat(Long.hashCode(Double.doubleToRawLongBits(value)));
        return Float.isFinite(bits) ? bits : -0.0f;
    }

    private static void assertArrived(Stage stage, String table) {
        List<List<@Nullable Object>> rows = stage.turso.query("SELECT d, f FROM " + table + " ORDER BY i");
        double[] narrowed = Arrays.stream(DOUBLES).map(DoublesIT::narrowed).toArray();
        assertThat(bits(rows, 0)).as("doubles in %s", table).isEqualTo(OddDoubles.bits(DOUBLES));
        assertThat(bits(rows, 1)).as("floats in %s", table).isEqualTo(OddDoubles.bits(narrowed));
    }

    private static long[] bits(List<List<@Nullable Object>> rows, int column) {
        return rows.stream()
                .mapToLong(row -> Double.doubleToRawLongBits((Double) row.get(column)))
                .toArray();
    }
}
