package org.pgturso.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactRealTest {
    private static final String INSERT = "INSERT INTO t SELECT value->>0, " + ExactReal.sqlExpression("value->>1")
            + " FROM json_each(?1) WHERE true";

    @Test
    void everyDoubleArrivesBitForBit() throws SQLException {
        double[] doubles = OddDoubles.some(100_000, 20261122L).toArray();
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            insert(sqlite, OddDoubles.jsonRows(doubles));
            assertThat(OddDoubles.bits(stored(sqlite))).isEqualTo(OddDoubles.bits(doubles));
        }
    }

    @Test
    void nullAndTextComeThrough() throws SQLException {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
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
