package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.error.PgTursoException;

class DatabaseUriTest {
    @ParameterizedTest
    @CsvSource({
        "postgresql://anna@db.example/shop, postgresql://db.example:5432/shop",
        "postgres://anna:secret@db.example:6432/shop, postgresql://db.example:6432/shop",
        "postgresql://[::1]:6432/shop, postgresql://[::1]:6432/shop",
        "postgresql:///shop?host=db.example&port=7, postgresql://db.example:7/shop",
        "postgresql:///s%C3%A4%2Ft, postgresql://localhost:5432/s%C3%A4%2Ft",
    })
    void uriIsReadAsLibpqReadsIt(String uri, String expected) {
        assertThat(DatabaseUri.parse(uri, Map.of())).hasToString(expected);
    }

    @Test
    void severalHostsKeepTheirPorts() {
        assertThat(DatabaseUri.parse("postgresql://one,two:6432/shop", Map.of()))
                .hasToString("postgresql://one:5432,two:6432/shop");
    }

    @Test
    void databaseIsNamedAfterTheUserUnlessItIsGiven() {
        assertThat(DatabaseUri.parse("postgresql://anna@localhost", Map.of()).name())
                .isEqualTo("anna");
        assertThat(DatabaseUri.parse("postgresql://anna@localhost/shop", Map.of())
                        .name())
                .isEqualTo("shop");
    }

    @Test
    void environmentFillsInWhatTheUriLeavesOut() {
        Map<String, String> environment =
                Map.of("PGHOST", "db.example", "PGPORT", "6432", "PGDATABASE", "shop", "PGUSER", "anna");
        assertThat(DatabaseUri.parse("postgresql://", environment)).hasToString("postgresql://db.example:6432/shop");
        assertThat(DatabaseUri.parse("postgresql://other:1/wine", environment))
                .hasToString("postgresql://other:1/wine");
    }

    @Test
    void parametersBecomeThoseOfTheDriver() {
        Database database = DatabaseUri.parse(
                "postgresql://anna:p%40ss+w%3Ard@h/d?sslmode=verify-full&connect_timeout=3"
                        + "&application_name=me&target_session_attrs=read-write",
                Map.of("PGSSLROOTCERT", "/etc/root.pem"));
        assertThat(database.properties())
                .containsEntry("user", "anna")
                .containsEntry("password", "p@ss+w:rd")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/etc/root.pem")
                .containsEntry("connectTimeout", "3")
                .containsEntry("ApplicationName", "me")
                .containsEntry("targetServerType", "primary");
    }

    @Test
    void passwordAppearsNowhereInWhatIsShown() {
        assertThat(DatabaseUri.parse("postgresql://anna:secret@h/d?password=secret", Map.of())
                        .toString())
                .doesNotContain("secret");
        assertThatThrownBy(() -> DatabaseUri.parse("postgresql://anna:secret@h:x/d", Map.of()))
                .isInstanceOf(PgTursoException.class)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop",
                "mysql://h/d",
                "postgresql://h:port/d",
                "postgresql://h/d?sslmode",
                "postgresql://h/d?colour=blue",
                "postgresql://h/%zz",
                "postgresql://h/d?target_session_attrs=best",
                "postgresql://a,b,c/d?port=1,2"
            })
    void badUrisAreRefused(String uri) {
        assertThatThrownBy(() -> DatabaseUri.parse(uri, Map.of()))
                .isInstanceOfSatisfying(
                        PgTursoException.class, e -> assertThat(e.sqlState()).isEqualTo("22023"));
    }

    @Test
    void unixSocketsAreRefusedWithAHint() {
        assertThatThrownBy(() -> DatabaseUri.parse("postgresql:///d?host=/run/postgresql", Map.of()))
                .hasMessage("Unix-domain sockets are not supported")
                .isInstanceOfSatisfying(
                        PgTursoException.class, e -> assertThat(e.hint()).contains("localhost"));
    }
}
