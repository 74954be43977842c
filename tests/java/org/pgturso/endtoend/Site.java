package org.pgturso.endtoend;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;
import org.pgturso.servers.WorkerProcess;

/**
 * A database with the extension, a Turso server, and where the Java runs: everything that stays up from test to test.
 * There is one for each host.
 */
final class Site {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<Host, Site> SITES = new EnumMap<>(Host.class);
    private static @Nullable PostgresServer server;

    private final Host host;
    private final Source source;
    private final TursoServer turso = TursoServer.create();
    private @Nullable WorkerProcess worker;

    private Site(PostgresServer server, Host host) {
        this.host = host;
        this.source = new Source(server, database(host));
    }

    /** The site of a host, which tests in one thread share; {@link #clear} it first. */
    static Site of(Host host) throws SQLException {
        Site known = SITES.get(host);
        if (known == null) {
            known = make(server(), host);
            SITES.put(host, known);
        }
        return known;
    }

    /** A new site in a server of its own; pg_cron is where the server has it. */
    static Site make(PostgresServer server, Host host) throws SQLException {
        Site site = new Site(server, host);
        server.createDatabase(database(host));
        if (host == Host.PLJAVA) {
            server.execute(database(host), "CREATE EXTENSION pljava");
        }
        if (site.source.is("current_setting('cron.database_name', true) = current_database()")) {
            server.execute(database(host), "CREATE EXTENSION pg_cron");
        }
        server.execute(database(host), "CREATE EXTENSION pgturso");
        if (host == Host.WORKER) {
            site.startWorker();
        }
        return site;
    }

    Source source() {
        return source;
    }

    TursoServer turso() {
        return turso;
    }

    /** Starts a worker and waits until it is in charge. */
    void startWorker() {
        worker = WorkerProcess.inCharge(source.server().url(source.database()));
    }

    /** The worker, of a site that has one. */
    WorkerProcess worker() {
        if (worker == null) {
            throw new IllegalStateException("host " + host + " has no worker");
        }
        return worker;
    }

    /** Restarts Postgres and waits until the site works again. */
    void restartPostgres() throws SQLException {
        source.close();
        // An idle session that has used PL/Java does not notice that the server wants to stop.
        for (Site site : SITES.values()) {
            site.source.close();
        }
        source.server().restart();
        if (worker != null) {
            Await.until("worker is in charge again", PATIENCE, () -> source.is("turso.worker_pid() IS NOT NULL"));
        }
    }

    /** Removes all that a test made, and registers the default target anew. */
    void clear(Plugin plugin) throws SQLException {
        source.reconnectIfBroken();
        source.execute(
                "DROP FUNCTION IF EXISTS turso_url, turso_token",
                "SELECT turso_drop_target(name) FROM turso.target",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()",
                "DROP PUBLICATION IF EXISTS everything",
                """
                DO $$
                DECLARE statement text;
                BEGIN
                    FOR statement IN
                        SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) FROM pg_namespace
                         WHERE nspname LIKE 'shop%'
                        UNION ALL
                        SELECT format('DROP %s IF EXISTS %I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW'
                                      WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, relname)
                          FROM pg_class c
                         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'v', 'f')
                           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
                    LOOP
                        EXECUTE statement;
                    END LOOP;
                END $$""");
        forget(turso);
        source.execute(
                "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT '" + turso.url() + "' $$",
                "SELECT turso_add_target('default', 'turso_url', NULL, '" + plugin.pluginName() + "')");
    }

    /** Empties a Turso database. */
    static void forget(TursoServer turso) {
        turso.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
                .forEach(row -> turso.query("DROP TABLE " + Replica.quote(String.valueOf(row.get(0)))));
    }

    private static synchronized PostgresServer server() {
        if (server == null) {
            server = PostgresServer.start(Map.of("cron.database_name", database(Host.PLJAVA)));
        }
        return server;
    }

    /** The name of a host's database. */
    static String database(Host host) {
        return "endtoend_" + host.name().toLowerCase(Locale.ROOT);
    }
}
