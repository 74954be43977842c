package org.pgturso.endtoend;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pgturso.servers.PostgresServer;

/** A user's session in a database, made anew when it is asked for after the server went down. */
final class Source implements AutoCloseable {
    private final PostgresServer server;
    private final String database;
    private @Nullable Connection connection;

    Source(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
    }

    PostgresServer server() {
        return server;
    }

    String database() {
        return database;
    }

    /** The session's connection; autocommit is on unless a test says otherwise. */
    Connection connection() throws SQLException {
        Connection known = connection;
        if (known == null || known.isClosed()) {
            known = server.connect(database);
            connection = known;
        }
        return known;
    }

    /** Leaves a connection that the server has closed. */
    void reconnectIfBroken() throws SQLException {
        if (!connection().isValid(5)) {
            close();
        }
    }

    /** Another session beside this one. */
    Connection another() {
        return server.connect(database);
    }

    void execute(String... sql) throws SQLException {
        for (String one : sql) {
            try (Statement statement = connection().createStatement()) {
                statement.execute(one);
            }
        }
    }

    /** The first column of the rows of a query, as text. */
    List<@Nullable String> column(String sql) throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<@Nullable String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    /** The one value of the one row of a query, as text. */
    @Nullable
    String value(String sql) throws SQLException {
        List<@Nullable String> column = column(sql);
        if (column.size() != 1) {
            throw new AssertionError(column.size() + " rows: " + sql);
        }
        return column.get(0);
    }

    boolean is(String condition) throws SQLException {
        return "t".equals(value("SELECT " + condition));
    }

    /** A session whose values come out as the type table has them. */
    Connection pinned() {
        String options = "-c datestyle=ISO -c timezone=UTC -c intervalstyle=iso_8601 -c bytea_output=hex"
                + " -c extra_float_digits=3 -c lc_monetary=C";
        return server.connect(database, Map.of("options", options));
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
