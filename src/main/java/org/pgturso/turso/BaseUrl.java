package org.pgturso.turso;

import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Whether a server's word on where to go next may be followed with the token in hand. */
final class BaseUrl {
    private BaseUrl() {}

    /** The URL offered where it stays with the same registrable domain and encrypted, else the one that was asked. */
    static HttpUrl choose(HttpUrl asked, @Nullable String offered) {
        HttpUrl url = offered == null ? null : HttpUrl.parse(offered);
        return url != null && isTrusted(asked, url) ? url : asked;
    }

    private static boolean isTrusted(HttpUrl asked, HttpUrl offered) {
        return asked.isHttps()
                && offered.isHttps()
                && offered.username().isEmpty()
                && offered.password().isEmpty()
                && Objects.equals(domain(asked), domain(offered));
    }

    /** {@code turso.io} of {@code shop-acme.turso.io}; a host that has no public suffix, such as an address, itself. */
    private static String domain(HttpUrl url) {
        String registrable = url.topPrivateDomain();
        return registrable == null ? url.host() : registrable;
    }
}
