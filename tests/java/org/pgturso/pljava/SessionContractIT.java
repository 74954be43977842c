package org.pgturso.pljava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.SessionContract;
import org.pgturso.servers.PostgresServer;

/** The same acts over pgjdbc, from outside, and over PL/Java's driver inside the backend. */
class SessionContractIT {
    private static final String DATABASE = "session_contract";

    private static Path classes = Path.of("");

    @BeforeAll
    static void createDatabase(@TempDir Path directory) throws Exception {
        classes = directory;
        PostgresServer.shared().createDatabase(DATABASE);
        if (PostgresServer.hasPlJava()) {
            putTestClassesWhereTheServerCanReadThem();
            PostgresServer.shared()
                    .execute(
                            DATABASE,
                            "CREATE EXTENSION pljava",
                            "SET check_function_bodies = off",
                            "CREATE FUNCTION tell(name text) RETURNS text LANGUAGE javau AS"
                                    + " 'java.lang.String=org.pgturso.pljava.SessionInBackend.tell(java.lang.String)'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsOverPgjdbc(SessionContract contract) throws SQLException {
        try (Connection connection = PostgresServer.shared().connect(DATABASE)) {
            connection.setAutoCommit(false);
            assertThat(contract.tell(new Session(connection, Connection::commit)))
                    .isEqualTo(contract.expected());
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsInTheBackend(SessionContract contract) throws SQLException {
        assumeTrue(PostgresServer.hasPlJava(), "PL/Java is not installed");
        try (Connection connection = PostgresServer.shared().connect(DATABASE, Map.of("options", withTestClasses()));
                PreparedStatement tell = connection.prepareStatement("SELECT tell(?)")) {
            connection.setAutoCommit(false);
            tell.setString(1, contract.name());
            try (ResultSet told = tell.executeQuery()) {
                assertThat(told.next()).isTrue();
                assertThat(told.getString(1)).isEqualTo(contract.expected());
            }
        }
    }

    @Test
    void failureIsWhatAbortedTheTransaction() throws SQLException {
        try (Connection connection = PostgresServer.shared().connect(DATABASE)) {
            connection.setAutoCommit(false);
            Session session = new Session(connection, Connection::commit);
            assertThat(session.failure()).isEmpty();
            for (String sql : List.of("SELECT 1 / 0", "SELECT 1")) {
                assertThat(failing(session, sql)).isTrue();
                assertThat(session.failure().map(SQLException::getSQLState)).isEqualTo(Optional.of("22012"));
            }
        }
    }

    private static boolean failing(Session session, String sql) {
        try {
            session.text(sql);
            return false;
        } catch (PgTursoException e) {
            return true;
        }
    }

    private static void putTestClassesWhereTheServerCanReadThem() throws IOException, URISyntaxException {
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path source = Path.of(SessionContract.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.find(source, 9, (path, file) -> file.isRegularFile())) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("Session"))
                    .toList()) {
                Path copy = classes.resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** The server's own Java options with our classes added to the class path, as one startup option. */
    private static String withTestClasses() throws SQLException {
        try (Connection connection = PostgresServer.shared().connect(DATABASE);
                ResultSet options = connection.createStatement().executeQuery("SHOW pljava.vmoptions")) {
            assertThat(options.next()).isTrue();
            String extended = options.getString(1).replace("pgturso.jar", "pgturso.jar:" + classes);
            return "-c pljava.vmoptions=" + extended.replace(" ", "\\ ");
        }
    }
}
