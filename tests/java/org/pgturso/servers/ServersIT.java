package org.pgturso.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The servers that the other tests trust. */
class ServersIT {
    private static final String INSERT =
            "{\"requests\":[{\"type\":\"execute\",\"stmt\":{\"sql\":\"INSERT INTO t VALUES (1)\"}}]}";

    @Test
    void sharedPostgresDecodesAndSchedules() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        server.createDatabase("servers");
        try (Connection connection = server.connect("servers")) {
            assertThat(one(connection, "SHOW wal_level")).isEqualTo("logical");
            assertThat(one(connection, "SHOW shared_preload_libraries")).isEqualTo("pg_cron");
            for (String plugin : List.of("pgoutput", "test_decoding", "wal2json")) {
                String slot = "servers_" + plugin;
                one(connection, "SELECT pg_create_logical_replication_slot('" + slot + "', '" + plugin + "')");
                one(connection, "SELECT pg_drop_replication_slot('" + slot + "')");
            }
        }
    }

    @Test
    void postgresKeepsCommittedRowsThroughACrash() throws SQLException {
        try (PostgresServer server = PostgresServer.start(Map.of("wal_level", "replica", "fsync", "on"))) {
            server.execute("postgres", "CREATE TABLE kept AS SELECT 42 AS answer");
            server.crash();
            server.start();
            try (Connection connection = server.connect("postgres")) {
                assertThat(one(connection, "SELECT answer FROM kept")).isEqualTo("42");
                assertThat(one(connection, "SHOW wal_level")).isEqualTo("replica");
            }
            server.restart();
        }
    }

    @Test
    void tursoServerAnswersInItsOwnTypesAndKeepsItsFile() {
        try (TursoServer server = TursoServer.create()) {
            assertThat(server.query("SELECT 9223372036854775807, 2.5, 'a', x'00ff10', NULL"))
                    .containsExactly(Arrays.asList(Long.MAX_VALUE, 2.5, "a", "x'00ff10'", null));
            server.query("CREATE TABLE t (a INTEGER)");
            server.query("INSERT INTO t VALUES (1), (2)");
            server.kill();
            server.start();
            assertThat(server.value("SELECT count(*) FROM t")).isEqualTo(2L);
            assertThatThrownBy(() -> server.query("SELEC")).hasMessageContaining("syntax error");
        }
    }

    @Test
    void proxyBreaksTheWayAsTold() throws IOException {
        try (TursoServer server = TursoServer.create();
                FaultProxy proxy = new FaultProxy(server)) {
            server.query("CREATE TABLE t (a INTEGER)");
            assertThat(post(proxy)).isEqualTo(200);
            for (Fault fault : List.of(Fault.REFUSE, Fault.CUT)) {
                proxy.failNext(fault, "INSERT");
                assertThatThrownBy(() -> post(proxy)).isInstanceOf(IOException.class);
                assertThat(server.value("SELECT count(*) FROM t")).isEqualTo(1L);
            }
            proxy.failNext(Fault.HOLD);
            assertThatThrownBy(() -> post(proxy)).isInstanceOf(SocketTimeoutException.class);
            proxy.failNext(Fault.UNAVAILABLE);
            assertThat(post(proxy)).isEqualTo(503);
            proxy.failAlways(Fault.LOSE_RESPONSE);
            assertThatThrownBy(() -> post(proxy)).isInstanceOf(IOException.class);
            assertThat(server.value("SELECT count(*) FROM t")).isEqualTo(2L);
            proxy.heal();
            assertThat(post(proxy)).isEqualTo(200);
            assertThat(proxy.requests()).isEqualTo(7);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static int post(FaultProxy proxy) throws IOException {
        HttpURLConnection http = (HttpURLConnection)
                URI.create(proxy.url() + "/v2/pipeline").toURL().openConnection();
        http.setDoOutput(true);
        http.setReadTimeout(500);
        byte[] body = INSERT.getBytes(StandardCharsets.UTF_8);
        http.setFixedLengthStreamingMode(body.length);
        http.getOutputStream().write(body);
        return http.getResponseCode();
    }
}
