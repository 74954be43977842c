package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;
import org.pgturso.stress.Stage;

/** Types that are altered after tables that use them were copied. */
class AlteredTypesIT {
    @ParameterizedTest
    @EnumSource(Plugin.class)
    void newLabelsAndFieldsArrive(Plugin plugin) throws SQLException {
        String database = "altered_" + plugin.pluginName();
        try (Stage stage = Stage.inThisJvm(PostgresServer.shared(), database, plugin);
                Connection connection = PostgresServer.shared().connect(database)) {
            stage.sql(
                    "CREATE TYPE mood AS ENUM ('sad')",
                    "CREATE TYPE pair AS (a int, b text)",
                    "CREATE TABLE t (id int PRIMARY KEY, m mood, p pair, ps pair[])",
                    "INSERT INTO t VALUES (1, 'sad', '(1,x)', '{\"(2,y)\"}')");
            stage.register(List.of("t"));
            assertThat(stage.host().run()).isEmpty();
            stage.sql(
                    "ALTER TYPE mood ADD VALUE 'happy'",
                    "INSERT INTO t VALUES (2, 'happy', '(3,z)', NULL)",
                    "ALTER TYPE pair ADD ATTRIBUTE c date",
                    "INSERT INTO t VALUES (3, 'happy', '(4,,2026-11-22)', NULL), (4, NULL, NULL, '{\"(5,,)\"}')");
            assertThat(stage.host().run()).isEmpty();
            new EncodedTable(connection, "public.t").assertEqual(stage.turso, "t", "after new fields");
            stage.sql("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", "ALTER TYPE pair RENAME ATTRIBUTE a TO aa");
            stage.sql("SELECT turso_resync('t')");
            assertThat(stage.host().run()).isEmpty();
            new EncodedTable(connection, "public.t").assertEqual(stage.turso, "t", "after new names");
        }
    }
}
