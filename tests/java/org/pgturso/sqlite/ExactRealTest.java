package org.pgturso.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactRealTest {
    static final String INSERT = "INSERT INTO t SELECT value->>0, " + ExactReal.sqlExpression("value->>1")
            + " FROM json_each(?1) WHERE true";

    @ParameterizedTest
    @MethodSource("org.pgturso.sqlite.SqliteVersions#all")
    void everyDoubleArrivesBitForBit(String jar) throws SQLException {
        double[] doubles = OddDoubles.some(100_000, 20261122L).toArray();
        try (Connection sqlite = SqliteVersions.open(jar)) {
            insert(sqlite, OddDoubles.jsonRows(doubles));
            assertThat(OddDoubles.bits(stored(sqlite))).isEqualTo(OddDoubles.bits(doubles));
        }
    }

    @Test
    void theVersionsAreThoseThatLibSqlIsMadeFrom() throws IOException, SQLException {
        List<String> versions = new ArrayList<>();
        for (String jar : SqliteVersions.all().toList()) {
            try (Connection sqlite = SqliteVersions.open(jar)) {
                versions.add(sqlite.getMetaData().getDatabaseProductVersion().replaceFirst("\\.[0-9]+$", ""));
            }
        }
        assertThat(versions).containsExactly("3.45", "3.46", "3.47", "3.48", "3.49", "3.50");
    }

    @ParameterizedTest
    @MethodSource("org.pgturso.sqlite.SqliteVersions#all")
    void everyDoubleArrivesAsAParameterBitForBit(String jar) throws SQLException {
        double[] doubles = OddDoubles.some(20_000, 20261123L).toArray();
        try (Connection sqlite = SqliteVersions.open(jar);
                PreparedStatement select = sqlite.prepareStatement("SELECT " + ExactReal.sqlExpression("?1->>0"))) {
            for (double value : doubles) {
                select.setString(1, "[" + ExactReal.toJson(value) + "]");
                try (ResultSet row = select.executeQuery()) {
                    assertThat(Double.doubleToRawLongBits(row.getDouble(1)))
                            .isEqualTo(Double.doubleToRawLongBits(value));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.pgturso.sqlite.SqliteVersions#all")
    void nullAndTextComeThrough(String jar) throws SQLException {
        try (Connection sqlite = SqliteVersions.open(jar)) {
            insert(sqlite, "[[0,null],[1,\"NaN\"],[2,\"Infinity\"],[3,\"-Infinity\"]]");
            List<String> values = new ArrayList<>();
            try (Statement statement = sqlite.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT quote(r) FROM t ORDER BY i")) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            assertThat(values).containsExactly("NULL", "'NaN'", "'Infinity'", "'-Infinity'");
        }
    }

    @Test
    void ordinaryNumbersTravelAsOneInteger() {
        assertThat(ExactReal.toJson(0.0)).isEqualTo("0");
        assertThat(ExactReal.toJson(1.0)).isEqualTo("64");
        assertThat(ExactReal.toJson(-0.5)).isEqualTo("-63");
        assertThat(ExactReal.toJson(42.75)).isEqualTo("10946");
        assertThat(ExactReal.toJson(0x1p56)).isEqualTo(Long.toString(1L << 62));
        assertThat(ExactReal.toJson(0x1p-62)).isEqualTo("126");
    }

    @Test
    void othersTravelWithAPowerOfTwo() {
        assertThat(ExactReal.toJson(-0.0)).isEqualTo("[0,-1,1]");
        assertThat(ExactReal.toJson(0x1p57)).isEqualTo("[64,8,1]");
        assertThat(ExactReal.toJson(Double.MIN_VALUE)).isEqualTo("[74,1,72057594037927936]");
        assertThat(ExactReal.toJson(Double.MAX_VALUE)).isEqualTo("[576460752303423441,4503599627370496,1]");
    }

    private static void insert(Connection sqlite, String rows) throws SQLException {
        try (Statement statement = sqlite.createStatement()) {
            statement.execute("CREATE TABLE t (i INTEGER PRIMARY KEY, r " + SqliteType.REAL.declaration() + ")");
        }
        try (PreparedStatement insert = sqlite.prepareStatement(INSERT)) {
            insert.setString(1, rows);
            insert.executeUpdate();
        }
    }

    private static double[] stored(Connection sqlite) throws SQLException {
        List<Double> values = new ArrayList<>();
        try (Statement statement = sqlite.createStatement();
                ResultSet rows = statement.executeQuery("SELECT r FROM t WHERE typeof(r) = 'real' ORDER BY i")) {
            while (rows.next()) {
                values.add(rows.getDouble(1));
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
