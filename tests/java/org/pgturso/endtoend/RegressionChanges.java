package org.pgturso.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Changes tables of any shape, without their triggers, and brings them back to what they were. */
final class RegressionChanges {
    private static final String COLUMNS =
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                    + " WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''%s";

    private final Source source;
    private final Map<String, String> saved = new LinkedHashMap<>();

    RegressionChanges(Source source) {
        this.source = source;
    }

    /** Updates every row to what it is and deletes every other row; returns whether the table let itself be changed. */
    boolean updateAllAndDeleteHalf(String table) throws SQLException {
        String literal = table.replace("'", "''");
        String all = source.value(COLUMNS.formatted(literal, ""));
        String updatable = source.value(COLUMNS.formatted(literal, " AND attidentity <> 'a'"));
        if (all == null || updatable == null) {
            return false;
        }
        // Without a key each change is a search through the whole table in the target.
        String some = source.is("turso.key_index('" + literal + "') IS NULL") ? "(ctid::text::point)[0] < 2" : "true";
        String only = source.is("(SELECT relkind = 'r' FROM pg_class WHERE oid = '" + literal + "'::regclass)")
                ? "ONLY "
                : "";
        String copy = "saved_" + saved.size();
        boolean changed = transaction(
                "CREATE TEMPORARY TABLE " + copy + " AS SELECT " + all + " FROM " + table + " WHERE false",
                "UPDATE " + only + table + " SET (" + updatable + ") = ROW(" + updatable + ") WHERE " + some,
                "WITH gone AS (DELETE FROM " + only + table + " WHERE (ctid::text::point)[1]::integer % 2 = 0 AND "
                        + some + " RETURNING " + all + ") INSERT INTO " + copy + " SELECT * FROM gone");
        if (changed) {
            saved.put(table, "INSERT INTO " + table + " (" + all + ") OVERRIDING SYSTEM VALUE SELECT * FROM " + copy);
        }
        return changed;
    }

    /** Inserts what was deleted. */
    void insertAgain() throws SQLException {
        for (Map.Entry<String, String> each : saved.entrySet()) {
            if (!transaction(each.getValue())) {
                throw new AssertionError("rows of " + each.getKey() + " can't be inserted again");
            }
        }
    }

    private boolean transaction(String... sql) throws SQLException {
        Connection connection = source.connection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL session_replication_role = replica");
            for (String one : sql) {
                statement.execute(one);
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            return false;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
