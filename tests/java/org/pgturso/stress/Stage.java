package org.pgturso.stress;

import java.util.List;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.FaultProxy;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;

/**
 * A database with the extension, a Turso server of its own behind a proxy that can fail, a host in this JVM, and a way
 * to compare both sides.
 */
final class Stage implements AutoCloseable {
    final PostgresServer postgres;
    final String database;
    final TursoServer turso = TursoServer.create();
    final FaultProxy proxy = new FaultProxy(turso);
    final Sides sides;
    private Host host;

    Stage(PostgresServer postgres, String database, Plugin plugin) {
        this.postgres = postgres;
        this.database = database;
        this.sides = new Sides(postgres, database, turso);
        postgres.createDatabase(database);
        sql(
                "CREATE EXTENSION pgturso",
                "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS 'SELECT ''" + proxy.url() + "'''",
                "SELECT turso_add_target('default', 'turso_url', NULL, '" + plugin.pluginName() + "')");
        host = new Host(postgres, database);
    }

    Host host() {
        return host;
    }

    /** Begins again with a new host, as after a crash of the old one or of Postgres. */
    void restartHost() {
        host.close();
        host = new Host(postgres, database);
    }

    /** Runs statements, each in a transaction of its own. */
    void sql(String... statements) {
        postgres.execute(database, statements);
    }

    /** Registers tables; the next run copies them. */
    void register(List<String> relations) {
        relations.forEach(relation ->
                sql("SELECT turso_schedule_table_replication('" + relation.replace("'", "''") + "', '60 minutes')"));
    }

    @Override
    public void close() {
        try {
            sql("SELECT turso_drop_target('default')");
            host.close();
        } finally {
            proxy.close();
            turso.close();
        }
    }
}
