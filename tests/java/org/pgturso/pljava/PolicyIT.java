package org.pgturso.pljava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgturso.servers.PostgresServer;

/** What pgturso.policy lets Java do in the backend, and for whom. */
class PolicyIT {
    private static final String DATABASE = "policy";
    private static final String ASK = "SELECT turso_query('SELECT 1')";
    private static final String DECLARE_IN_JAVA =
            "CREATE FUNCTION sandboxed(op text, args text) RETURNS text LANGUAGE java AS"
                    + " 'java.lang.String=org.pgturso.pljava.Backend.call(java.lang.String,java.lang.String)'";

    private static String url = "";
    private static String trustOptions = "";
    private static AutoCloseable turso = () -> {};

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        assumeTrue(PostgresServer.hasPlJava(), "PL/Java is not installed");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        TlsServer server = new TlsServer(directory);
        turso = server;
        url = server.url();
        trustOptions = server.trustOptions();
        PostgresServer.shared().createDatabase(DATABASE);
        PostgresServer.shared()
                .execute(
                        DATABASE,
                        "CREATE EXTENSION pljava",
                        "CREATE EXTENSION pgturso",
                        "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT '" + url + "' $$",
                        "CREATE FUNCTION turso_token() RETURNS text LANGUAGE sql AS $$ SELECT 'token' $$",
                        // Makes the target.
                        "SELECT turso_add_target('default', 'turso_url', 'turso_token')");
    }

    @AfterAll
    static void stop() throws Exception {
        turso.close();
    }

    @Test
    void tlsReachesAServerWhoseCertificateIsKnown() {
        assertThatThrownBy(() -> ask("pljava.vmoptions", setting("pljava.vmoptions") + " " + trustOptions))
                .hasMessageContaining("target refused the token");
    }

    @Test
    void tlsRefusesACertificateThatNobodyKnows() {
        assertThatThrownBy(() -> ask("pljava.vmoptions", setting("pljava.vmoptions")))
                .hasMessageContaining("target's certificate is not trusted");
    }

    @Test
    void missingPolicyIsNamedAsTheCause() {
        assertThatThrownBy(() ->
                        ask("pljava.policy_urls", setting("pljava.policy_urls").replace("pgturso", "nowhere")))
                .hasMessageContaining("Java is not allowed to do that here")
                .hasMessageContaining("Name pgturso.policy in pljava.policy_urls");
    }

    @Test
    void sandboxedLanguageGetsNothingFromIt() throws SQLException {
        String args = "{\"target\": {\"url_function\": \"public.turso_url()\"}}";
        try (Connection connection = PostgresServer.shared().connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(DECLARE_IN_JAVA);
            try (ResultSet answer = statement.executeQuery("SELECT sandboxed('query', '" + args + "')")) {
                assertThat(answer.next()).isTrue();
                assertThat(answer.getString(1)).contains("42501").contains("access denied");
            }
        }
    }

    private static void ask(String setting, String value) throws SQLException {
        String option = "-c " + setting + "=" + value.replace(" ", "\\ ");
        try (Connection connection = PostgresServer.shared().connect(DATABASE, Map.of("options", option));
                Statement statement = connection.createStatement()) {
            statement.execute(ASK);
        }
    }

    private static String setting(String name) throws SQLException {
        try (Connection connection = PostgresServer.shared().connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet value = statement.executeQuery("SHOW " + name)) {
            assertThat(value.next()).isTrue();
            return value.getString(1);
        }
    }
}
