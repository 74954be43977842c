package org.pgturso.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scratch Postgres on a free port of the loopback interface, with the extension's files as last built installed and
 * superuser {@code postgres} let in without password. Its log is {@code target/servers/1/postgres-N.log}.
 *
 * <p>It starts with {@code wal_level = logical}, every decoding plugin allowed, pg_cron loaded (its database is
 * {@code postgres}), prepared transactions allowed and PL/Java configured where it is installed.
 */
public final class PostgresServer implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable PostgresServer shared;
    private static @Nullable Path prefix;

    private final Path data;
    private final Path log;
    private final int port;

    private PostgresServer(Map<String, String> settings) {
        String name = "postgres-" + COUNT.incrementAndGet();
        data = ScratchDirectory.PATH.resolve(name);
        log = ScratchDirectory.LOGS.resolve(name + ".log");
        port = Ports.free();
        Stream<String> command = Stream.concat(
                Stream.of(
                        "init",
                        prefix().toString(),
                        data.toString(),
                        "shared_preload_libraries=pg_cron",
                        "max_prepared_transactions=10"),
                settings.entrySet().stream().map(s -> s.getKey() + "=" + s.getValue()));
        Script.run(log, "scratch-postgres", command.toArray(String[]::new));
    }

    /** The one server for all tests that need no settings of their own; each takes a database of its own in it. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = start(Map.of());
        }
        return shared;
    }

    /** A fresh server with these settings on top of the usual ones; {@link #close} it. */
    public static PostgresServer start(Map<String, String> settings) {
        PostgresServer server = new PostgresServer(settings);
        server.start();
        RunningServers.add(server);
        return server;
    }

    /** Whether PL/Java is installed, so that a test of host pljava can run. */
    public static boolean hasPlJava() {
        String sql = "SELECT count(*) FROM pg_available_extensions WHERE name = 'pljava'";
        try (Connection connection = shared().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(sql)) {
            return count.next() && count.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    /** For pgjdbc, without password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** For libpq and the worker, without password. */
    public String url(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    }

    /** A new connection, with autocommit on. */
    public Connection connect(String database) {
        return connect(database, Map.of());
    }

    /** A new connection with these pgjdbc properties, among them {@code replication=database} for streams. */
    public Connection connect(String database, Map<String, String> properties) {
        Properties all = new Properties();
        all.putAll(properties);
        try {
            return DriverManager.getConnection(jdbcUrl(database), all);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Makes an empty database of this name, in place of one that is there. */
    public void createDatabase(String name) {
        execute("postgres", "DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
        execute("postgres", "CREATE DATABASE \"" + name + "\"");
    }

    /** Runs statements on a connection of their own, each by itself. */
    public void execute(String database, String... sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public void start() {
        scratch("start", data.toString(), Integer.toString(port));
    }

    /** Stops as an administrator would; connections are closed. */
    public void stop() {
        scratch("stop", data.toString(), "fast");
    }

    public void restart() {
        stop();
        start();
    }

    /** Stops without a checkpoint, so that the next start recovers from the WAL. */
    public void crash() {
        scratch("stop", data.toString(), "immediate");
    }

    /** Keeps a copy of the files of a server that is stopped. */
    public void backUp() {
        scratch("copy", data.toString(), backup().toString());
    }

    /** Goes back to {@link #backUp}, stopped as it was then. */
    public void restore() {
        ScratchDirectory.delete(data);
        scratch("copy", backup().toString(), data.toString());
    }

    private Path backup() {
        return data.resolveSibling(data.getFileName() + "-backup");
    }

    @Override
    public void close() {
        RunningServers.remove(this);
        if (Files.exists(data.resolve("postmaster.pid"))) {
            crash();
        }
        ScratchDirectory.delete(data);
    }

    @Override
    public String toString() {
        return "Postgres on port " + port;
    }

    private void scratch(String command, String... arguments) {
        Stream<String> all = Stream.concat(Stream.of(command, prefix().toString()), Stream.of(arguments));
        Script.run(log, "scratch-postgres", all.toArray(String[]::new));
    }

    private static synchronized Path prefix() {
        if (prefix == null) {
            Path made = ScratchDirectory.PATH.resolve("prefix");
            Script.run(ScratchDirectory.LOGS.resolve("install.log"), "scratch-postgres", "prefix", made.toString());
            prefix = made;
        }
        return prefix;
    }
}
