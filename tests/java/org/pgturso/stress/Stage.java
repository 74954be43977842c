package org.pgturso.stress;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.FaultProxy;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;

/**
 * A database with the extension, a Turso server of its own behind a proxy that can fail, and a way to compare both
 * sides. Calls made in SQL are answered in this JVM, in the backend or by a worker that the test starts.
 */
public final class Stage implements AutoCloseable {
    final PostgresServer postgres;
    final String database;
    public final TursoServer turso = TursoServer.create();
    final FaultProxy proxy = new FaultProxy(turso);
    final Sides sides;
    private final Host host;
    private final String schedule;
    private @Nullable Mailbox mailbox;

    private Stage(PostgresServer postgres, String database, Plugin plugin, String schedule, String... before) {
        this.postgres = postgres;
        this.database = database;
        this.schedule = schedule;
        this.sides = new Sides(postgres, database, turso);
        this.host = new Host(postgres, database);
        postgres.createDatabase(database);
        sql(before);
        sql(
                "CREATE EXTENSION pgturso",
                "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS 'SELECT ''" + proxy.url() + "'''",
                "SELECT turso_add_target('default', 'turso_url', NULL, '" + plugin.pluginName() + "')");
    }

    /** A stage whose calls in SQL are answered in this JVM. */
    public static Stage inThisJvm(PostgresServer postgres, String database, Plugin plugin) {
        Stage stage = new Stage(postgres, database, plugin, "NULL");
        stage.answerCalls();
        return stage;
    }

    /** A stage whose calls in SQL run in the backend. */
    static Stage inBackend(PostgresServer postgres, String database, Plugin plugin) {
        return new Stage(postgres, database, plugin, "NULL", "CREATE EXTENSION pljava");
    }

    /** A stage whose calls in SQL wait for a worker, which also copies by itself what is registered. */
    static Stage forWorker(PostgresServer postgres, String database, Plugin plugin) {
        return new Stage(postgres, database, plugin, "'1 second'");
    }

    /** Does in the test's thread what a host does. */
    public Host host() {
        return host;
    }

    /** Answers calls in this JVM, again after Postgres went down. */
    void answerCalls() {
        mailbox = new Mailbox(postgres, database);
    }

    /** Runs statements, each in a transaction of its own. */
    public void sql(String... statements) {
        postgres.execute(database, statements);
    }

    /** The number that a query gives. */
    long number(String sql) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Registers tables; the next run copies them. */
    public void register(List<String> relations) {
        relations.forEach(relation -> sql(
                "SELECT turso.register(" + Literals.quote(relation) + ", true, " + schedule + ", 'default', '{}')"));
    }

    @Override
    public void close() {
        try {
            sql("SELECT turso_drop_target(name) FROM turso.target");
        } finally {
            if (mailbox != null) {
                mailbox.close();
            }
            host.close();
            proxy.close();
            turso.close();
        }
    }
}
