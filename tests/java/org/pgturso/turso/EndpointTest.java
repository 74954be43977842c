package org.pgturso.turso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

class EndpointTest {
    private static final String TOKEN = "eyJhbGciOi.s3cr3t";

    @ParameterizedTest
    @CsvSource({
        "libsql://shop-acme.turso.io, https://shop-acme.turso.io/v2/pipeline",
        "LibSQL://Shop-Acme.turso.io/, https://shop-acme.turso.io/v2/pipeline",
        "https://shop-acme.turso.io, https://shop-acme.turso.io/v2/pipeline",
        "wss://shop-acme.turso.io/, https://shop-acme.turso.io/v2/pipeline",
        "ws://127.0.0.1:8080, http://127.0.0.1:8080/v2/pipeline",
        "http://127.0.0.1:8080/, http://127.0.0.1:8080/v2/pipeline",
        "https://sql.example.org/shop, https://sql.example.org/shop/v2/pipeline",
        "https://sql.example.org/a/shop/, https://sql.example.org/a/shop/v2/pipeline",
        "libsql://[::1]:8080, https://[::1]:8080/v2/pipeline",
    })
    void everySchemeLeadsToThePipelineBelowItsPath(String url, String pipeline) {
        Endpoint endpoint = Endpoint.parse(url, null, false);

        assertThat(Endpoint.resource(endpoint.url(), "v2/pipeline")).hasToString(pipeline);
        assertThat(endpoint.token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop-acme.turso.io",
                "ftp://s3cr3t.example.org",
                "postgres://s3cr3t",
                "://s3cr3t",
                "https://",
                "https://s3cr3t:port",
                "https://exa mple.org/s3cr3t",
                "https://user:s3cr3t@example.org",
                "https://s3cr3t@example.org",
                "libsql://shop-acme.turso.io?authToken=s3cr3t",
                "libsql://shop-acme.turso.io/?tls=0&s3cr3t",
                "libsql://shop-acme.turso.io/#s3cr3t",
            })
    void malformedUrlsAreRefusedWithoutQuotingThem(String url) {
        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> Endpoint.parse(url, null, false))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
                    assertThat(error.detail()).isNotNull().doesNotContain("s3cr3t");
                    assertThat(error.hint()).contains("token function").doesNotContain("s3cr3t");
                })
                .withMessage("target URL is malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://db.example.org", "ws://10.0.0.1:8080", "http://127.0.0.1.example.org", "http://0.0.0.0"})
    void tokenInClearToAnotherMachineIsRefusedUnlessAllowed(String url) {
        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> Endpoint.parse(url, TOKEN, false))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
                    assertThat(error.hint()).contains("pgturso.allow_insecure_http");
                });
        assertThat(Endpoint.parse(url, TOKEN, true).token()).contains(TOKEN);
        assertThat(Endpoint.parse(url, "", false).token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080", "ws://[::1]:8080", "http://127.9.9.9"})
    void tokenInClearToThisMachineIsFine(String url) {
        assertThat(Endpoint.parse(url, TOKEN, false).token()).contains(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t\n", "s3cr3t s3cr3t", "s3cr3té"})
    void tokensThatNoHeaderCanCarryAreRefusedWithoutQuotingThem(String token) {
        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> Endpoint.parse("libsql://shop-acme.turso.io", token, false))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
                    assertThat(error.detail() + error.hint()).doesNotContain("s3cr3t");
                })
                .withMessage("target token is malformed");
    }

    @Test
    void textNeverShowsTheToken() {
        assertThat(Endpoint.parse("libsql://shop-acme.turso.io", TOKEN, false))
                .hasToString("https://shop-acme.turso.io/");
    }
}
