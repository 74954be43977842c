package org.pgturso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.PostgresServer;

/** {@code pg_dump} and restore keep the registry. */
class DumpIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String TARGETS = "SELECT t::text FROM turso.target t";
    private static final String REPLICATIONS =
            "SELECT concat_ws('|', id, relation, kind, target_table, options, schedule, state, sync_number) FROM turso.replication";
    private static final String HASHES = "SELECT h::text FROM turso.row_hash h";

    private static final String REJECTED = "SELECT j::text FROM turso.rejected j";

    @Test
    void dumpAndRestoreKeepTheRegistry() throws Exception {
        SERVER.createDatabase("dump_from");
        SERVER.createDatabase("dump_to");
        SERVER.execute(
                "dump_from",
                "CREATE EXTENSION pgturso",
                "CREATE SCHEMA \"odd schema\"",
                "CREATE TABLE \"odd schema\".orders (id integer PRIMARY KEY)",
                "CREATE VIEW wares AS SELECT 1 AS id",
                "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT 'https://example.org' $$",
                "SELECT turso_add_target('default', 'turso_url')",
                register("'\"odd schema\".orders'", "table"),
                register("'wares'", "view"),
                "INSERT INTO turso.row_hash VALUES (2, '[\"1\"]', 'abc')",
                "SELECT turso.record_rejected(2, '[{\"what\": \"sync\", \"bytes\": 1, \"reason\": \"test\"}]')");

        dumpAndRestore("dump_from", "dump_to");

        for (String query : List.of(TARGETS, REPLICATIONS, HASHES, REJECTED)) {
            assertThat(rows("dump_to", query)).as(query).isNotEmpty().isEqualTo(rows("dump_from", query));
        }
        SERVER.execute("dump_to", "SELECT turso_add_target('next', 'turso_url')");
        SERVER.execute(
                "dump_to",
                "SELECT turso.record_rejected(2, '[{\"what\": \"sync\", \"bytes\": 2, \"reason\": \"test\"}]')");
        assertThat(rows("dump_to", "SELECT max(id) FROM turso.target")).containsExactly("2");
    }

    @Test
    void dropExtensionLeavesNothingBehind() throws SQLException {
        SERVER.createDatabase("drop_extension");
        String catalog = "SELECT count(*) FROM pg_class, pg_proc, pg_namespace";
        List<String> before = rows("drop_extension", catalog);
        SERVER.execute("drop_extension", "CREATE EXTENSION pgturso", "DROP EXTENSION pgturso");
        assertThat(rows("drop_extension", catalog)).isEqualTo(before);
    }

    private static String register(String relation, String kind) {
        return "INSERT INTO turso.replication (target, relation, kind, target_table, options, schedule, shape)"
                + " SELECT id, " + relation + ", '" + kind + "', '" + kind
                + "', '{\"indexes\": false}', '5 seconds', turso.shape("
                + relation + ") FROM turso.target";
    }

    private static void dumpAndRestore(String from, String to) throws IOException, InterruptedException {
        String pipe = "set -o pipefail; pg_dump '%s' | psql -v ON_ERROR_STOP=1 -q '%s'"
                .formatted(SERVER.url(from), SERVER.url(to));
        Process process = new ProcessBuilder("bash", "-c", pipe)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "dump.log").toFile())
                .start();
        assertThat(process.waitFor()).as("see target/dump.log").isZero();
    }

    private static List<String> rows(String database, String query) throws SQLException {
        try (Connection connection = SERVER.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
            return rows;
        }
    }
}
