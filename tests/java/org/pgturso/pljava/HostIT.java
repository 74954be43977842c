package org.pgturso.pljava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.servers.PostgresServer;

/** Which host CREATE EXTENSION chooses where there is PL/Java. */
class HostIT {
    private static final String DATABASE = "host";
    private static final Map<String, String> WITHOUT_JAR =
            Map.of("options", "-c pljava.vmoptions=-XX:+UseSerialGC -c client_min_messages=notice");

    @BeforeEach
    void createDatabase() {
        assumeTrue(PostgresServer.hasPlJava(), "PL/Java is not installed");
        PostgresServer.shared().createDatabase(DATABASE);
        PostgresServer.shared().execute(DATABASE, "CREATE EXTENSION pljava");
    }

    @Test
    void extensionUsesTheBackendWherePlJavaIsSetUp() throws SQLException {
        try (Connection connection = PostgresServer.shared().connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION pgturso");
            assertThat(host(statement)).isEqualTo("pljava");
        }
    }

    @Test
    void extensionUsesAWorkerWherePlJavaDoesNotFindTheJar() throws SQLException {
        try (Connection connection = PostgresServer.shared().connect(DATABASE, WITHOUT_JAR);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION pgturso");
            Iterable<Throwable> notices = statement.getWarnings();
            assertThat(notices)
                    .extracting(Throwable::getMessage)
                    .contains("PL/Java can't load pgturso: pgturso uses a worker process");
            assertThat(host(statement)).isEqualTo("worker");
            assertThatThrownBy(() -> statement.execute("SELECT turso_use_host('pljava')"))
                    .hasMessageContaining("ClassNotFoundException: org.pgturso.pljava.Backend")
                    .hasMessageContaining("Set pljava.vmoptions");
        }
    }

    private static String host(Statement statement) throws SQLException {
        try (ResultSet host = statement.executeQuery("SELECT turso.host()")) {
            assertThat(host.next()).isTrue();
            return host.getString(1);
        }
    }
}
