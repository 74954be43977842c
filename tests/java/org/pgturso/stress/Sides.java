package org.pgturso.stress;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;

/** Compares whole tables of both sides, each read by a client that shares nothing with the code under test. */
record Sides(PostgresServer postgres, String database, TursoServer turso) {
    private static final int SHOWN = 5;
    private static final Pattern LONG_RUN = Pattern.compile("(\\w)\\1{9,}");

    /** Throws with the first rows that only one side has, counted as often as they are there. */
    void assertEqual(Subject subject) {
        assertEqual(subject.relation(), subject.expected(), subject.target());
    }

    /**
     * Compares one table.
     *
     * @param columns the columns in Postgres as they are to be in Turso
     */
    void assertEqual(String relation, String columns, String table) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> expected = expected("SELECT " + columns + " FROM " + relation);
        List<List<@Nullable Object>> actual = turso.query("SELECT * FROM \"" + table.replace("\"", "\"\"") + "\"");
        expected.forEach(row -> counts.merge(row, 1, Integer::sum));
        actual.forEach(row -> counts.merge(String.valueOf(row), -1, Integer::sum));
        counts.values().removeIf(count -> count == 0);
        if (!counts.isEmpty()) {
            throw new AssertionError("table " + relation + " has " + expected.size() + " rows in Postgres and "
                    + actual.size() + " in Turso; " + counts.size() + " differ:" + differences(counts));
        }
    }

    /** Throws where a query, in words that both know, gives other rows in Turso than in Postgres. */
    void assertSameAnswer(String sql) {
        String answer = String.valueOf(turso.query(sql));
        if (!answer.equals(String.valueOf(expected(sql)))) {
            throw new AssertionError(sql + ": " + expected(sql) + " in Postgres, " + answer + " in Turso");
        }
    }

    private static String differences(Map<String, Integer> counts) {
        StringBuilder text = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .limit(SHOWN)
                .forEach(row -> text.append("\n  ")
                        .append(row.getValue() > 0 ? "only in Postgres: " : "only in Turso: ")
                        .append(Math.abs(row.getValue()))
                        .append(" times ")
                        .append(LONG_RUN.matcher(row.getKey()).replaceAll("$1…")));
        return text.toString();
    }

    private List<String> expected(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET IntervalStyle = 'iso_8601'");
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(String.valueOf(row(result)));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<@Nullable Object> row(ResultSet result) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String text = result.getString(i);
            values.add(text == null ? null : value(result.getMetaData().getColumnTypeName(i), text));
        }
        return values;
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "int2", "int4", "int8" -> Long.valueOf(text);
            case "float8" -> text.endsWith("y") || text.equals("NaN") ? text : Double.valueOf(text);
            default -> text;
        };
    }
}
