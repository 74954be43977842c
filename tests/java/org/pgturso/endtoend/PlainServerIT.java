package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;

/** A server that nobody prepared: {@code wal_level = replica}, pg_cron not loaded. */
@ParameterizedClass
@EnumSource
class PlainServerIT extends EndToEnd {
    private static final Map<Host, Site> SITES = new EnumMap<>(Host.class);
    private static @Nullable PostgresServer server;

    PlainServerIT(Host host) {
        super(new Variant(Plugin.PGOUTPUT, host));
    }

    @Override
    Site findSite(Host host) throws SQLException {
        if (server == null) {
            server = PostgresServer.start(Map.of("wal_level", "replica", "shared_preload_libraries", ""));
        }
        Site known = SITES.get(host);
        if (known == null) {
            known = Site.make(server, host);
            SITES.put(host, known);
        }
        return known;
    }

    @BeforeEach
    void createRelations() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text)",
                "INSERT INTO dish SELECT i, 'dish ' || i FROM generate_series(1, 10) i",
                "CREATE VIEW menu AS SELECT id, name FROM dish",
                "CREATE MATERIALIZED VIEW names AS SELECT name, count(*) FROM dish GROUP BY name");
    }

    @Test
    void tablesAreRefused() throws SQLException {
        Failure failure = failureOf("CALL turso_replicate_table('dish')");
        assertThat(failure.sqlState()).isEqualTo("55000");
        assertThat(failure.message()).isEqualTo("wal_level is \"replica\", tables need \"logical\"");
        assertThat(failure.hint()).contains("wal_level = logical");
        assertThat(value("SELECT count(*) FROM turso.replication")).isEqualTo("0");
        assertThat(value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
        assertThat(tablesInTurso()).isEmpty();
        assertThat(value("SELECT hint FROM turso_check() WHERE \"check\" = 'wal_level' AND NOT ok"))
                .contains("views work");
    }

    @Test
    void viewsAreKeptUpToDate() throws SQLException {
        execute("CALL turso_replicate_mv('menu')", "CALL turso_replicate_mv('names')");
        compare("menu");
        compare("names");
        execute(
                "DELETE FROM dish WHERE id < 3",
                "UPDATE dish SET name = 'x' WHERE id > 8",
                "INSERT INTO dish VALUES (11, 'x')");
        replicateAndCompare("menu", "names");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void schedulesAreKeptByTheWorkerOrRefused() throws SQLException {
        String schedule = "SELECT turso_schedule_mv_replication('menu', '1 second')";
        if (variant().host() == Host.PLJAVA) {
            Failure failure = failureOf(schedule);
            assertThat(failure.sqlState()).isEqualTo("55000");
            assertThat(failure.message()).isEqualTo("pg_cron is not installed in this database");
            assertThat(failure.detail()).isEqualTo("The server does not load pg_cron.");
            assertThat(failure.hint()).contains("shared_preload_libraries", "host worker");
            assertThat(value("SELECT count(*) FROM turso.replication")).isEqualTo("0");
        } else {
            assertThat(value(schedule)).isNull();
            Await.untilAsserted(Duration.ofSeconds(30), () -> compare("menu"));
            execute("DELETE FROM dish WHERE id = 5");
            Await.untilAsserted(Duration.ofSeconds(30), () -> compare("menu"));
        }
    }
}
