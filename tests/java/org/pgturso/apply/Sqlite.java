package org.pgturso.apply;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/** An SQLite in memory that runs what is meant for Turso, with the limit that libSQL's server sets. */
final class Sqlite implements TargetDatabase {
    private static final int LONGEST_ROW = 5_000_000;

    private final Connection connection;

    Sqlite() {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, LONGEST_ROW);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run(List<Statement> statements) {
        statements.forEach(this::run);
    }

    private void run(Statement statement) {
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            for (int i = 0; i < statement.args().size(); i++) {
                bind(prepared, i + 1, statement.args().get(i));
            }
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(statement.sql(), e);
        }
    }

    @Override
    public List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(row(result));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        rows.sort(null);
        return rows;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String row(ResultSet result) throws SQLException {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.append(i == 1 ? "" : "|").append(literal(result.getObject(i)));
        }
        return row.toString();
    }

    static String literal(Object value) {
        if (value instanceof String text) {
            return "'" + text + "'";
        }
        return value instanceof byte[] bytes ? "x'" + HexFormat.of().formatHex(bytes) + "'" : "" + value;
    }

    private static void bind(PreparedStatement prepared, int index, SqliteValue value) throws SQLException {
        if (value instanceof SqliteValue.Text text) {
            prepared.setString(index, text.value());
        } else if (value instanceof SqliteValue.Int number) {
            prepared.setLong(index, number.value());
        } else if (value instanceof SqliteValue.Blob blob) {
            prepared.setBytes(index, blob.bytes());
        } else if (value instanceof SqliteValue.Null) {
            prepared.setObject(index, null);
        } else {
            throw new IllegalArgumentException("doubles must not be sent as parameters");
        }
    }
}
