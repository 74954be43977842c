package org.pgturso;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/** The image of {@code docker/Dockerfile}, built and run against the server that {@code docker/compose.yml} names. */
@EnabledIf(value = "dockerAnswers", disabledReason = "no Docker engine answers")
class DockerIT {
    private static final DockerImageName LIBSQL = DockerImageName.parse("ghcr.io/tursodatabase/libsql-server:v0.24.32");
    private static final List<String> CONTEXT =
            List.of(".mvn", "pom.xml", "src", "extension", "Makefile", "pgturso.control", "scripts", "docker");

    @Test
    void imageReplicatesATableInTheBackend() throws SQLException {
        try (Network network = Network.newNetwork();
                GenericContainer<?> turso = new GenericContainer<>(LIBSQL)
                        .withNetwork(network)
                        .withNetworkAliases("turso")
                        .withExposedPorts(8080);
                GenericContainer<?> postgres = new GenericContainer<>(image())
                        .withNetwork(network)
                        .withEnv("POSTGRES_PASSWORD", "postgres")
                        .withExposedPorts(5432)
                        .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 2))
                        .withStartupTimeout(Duration.ofMinutes(2))) {
            turso.start();
            postgres.start();
            try (Connection connection = connect(postgres);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql"
                        + " AS $$ SELECT 'http://turso:8080' $$");
                statement.execute("CREATE TABLE dish (id integer PRIMARY KEY, name text)");
                statement.execute("INSERT INTO dish VALUES (1, 'Maultaschen')");
                statement.execute("SELECT turso_schedule_table_replication('dish', '5 seconds')");
                statement.execute("SELECT * FROM turso_replicate_now()");
                statement.execute("INSERT INTO dish VALUES (2, 'Käsespätzle')");
                statement.execute("SELECT * FROM turso_replicate_now()");
                assertThat(one(statement, "SELECT turso.host()")).isEqualTo("pljava");
                assertThat(one(
                                statement,
                                "SELECT string_agg(r ->> 'name', ',') FROM turso_query("
                                        + "'SELECT name FROM dish ORDER BY id') r"))
                        .isEqualTo("Maultaschen,Käsespätzle");
            }
        }
    }

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    private static ImageFromDockerfile image() {
        ImageFromDockerfile image =
                new ImageFromDockerfile().withFileFromPath("Dockerfile", Path.of("docker", "Dockerfile"));
        CONTEXT.forEach(path -> image.withFileFromPath(path, Path.of(path)));
        return image;
    }

    private static Connection connect(GenericContainer<?> postgres) throws SQLException {
        String url = "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getMappedPort(5432) + "/postgres";
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
