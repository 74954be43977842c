package org.pgturso.worker;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.slot.SlotName;
import org.pgturso.postgres.slot.SlotOptions;
import org.pgturso.postgres.slot.SlotStream;

/** The database that a worker serves, and how to connect to it. Safe for use by several threads. */
final class Database {
    /**
     * A worker that lost its network must lose its locks too, and first copies take as long as they take: how long a
     * call may take is its caller's affair. What it notes must outlive a crash before the slot moves on.
     */
    private static final String SESSION =
            "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;"
                    + " SET tcp_user_timeout = 25000;"
                    + " SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
                    + " SET default_transaction_isolation = 'read committed'; SET synchronous_commit = on";

    private final String name;
    private final String url;
    private final Properties properties;

    /** Takes pgjdbc's URL, which holds no secrets, and properties, which may. */
    Database(String name, String url, Properties properties) {
        this.name = name;
        this.url = url;
        this.properties = new Properties();
        this.properties.setProperty("ApplicationName", "pgturso worker");
        this.properties.setProperty("tcpKeepAlive", "true");
        this.properties.setProperty("connectTimeout", "5");
        this.properties.putAll(properties);
        // The detail of a server's error can hold row values, which belong in no log.
        this.properties.setProperty("logServerErrorDetail", "false");
    }

    /** What the driver is told, secrets among it. */
    Properties properties() {
        return properties;
    }

    String name() {
        return name;
    }

    /** Connects for SQL, autocommit on. */
    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Opens a slot's stream, over a connection of its own. */
    SlotStream stream(SlotName slot, SlotOptions options, Lsn start) {
        return SlotStream.open(url, properties, slot, options, start);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return url.substring("jdbc:".length());
    }
}
