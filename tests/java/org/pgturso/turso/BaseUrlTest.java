package org.pgturso.turso;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://shop-acme.turso.io, https://node7.turso.io/",
        "https://shop-acme.turso.io, https://turso.io:8443/x/",
        "https://shop-acme.aws-eu-west-1.turso.io, https://fra.turso.io/",
        "https://10.0.0.1, https://10.0.0.1:444/",
        "https://db.internal, https://db.internal/node/",
    })
    void sameRegistrableDomainOverTlsIsFollowed(String asked, String offered) {
        assertThat(BaseUrl.choose(HttpUrl.get(asked), offered)).hasToString(offered);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop-acme.turso.io,",
        "https://shop-acme.turso.io, http://shop-acme.turso.io/",
        "https://shop-acme.turso.io, https://evil.example.org/",
        "https://shop-acme.turso.io, https://shop-acme.turso.io.example.org/",
        "https://shop-acme.turso.io, https://evilturso.io/",
        "https://shop-acme.turso.io, https://x@node7.turso.io/",
        "https://shop-acme.turso.io, not a url",
        "https://shop-acme.turso.io, file:///etc/passwd",
        "https://acme.co.uk, https://evil.co.uk/",
        "https://10.0.0.1, https://10.0.0.2/",
        "https://db1.internal, https://db2.example/",
        "http://127.0.0.1:8080, http://127.0.0.1:9090/",
        "http://127.0.0.1:8080, https://127.0.0.1:9090/",
    })
    void anythingElseIsNot(String asked, @Nullable String offered) {
        assertThat(BaseUrl.choose(HttpUrl.get(asked), offered)).isEqualTo(HttpUrl.get(asked));
    }
}
