package org.pgturso.endtoend;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pgturso.postgres.decode.Plugin;

/** What the suite is run for: each output plugin in each host. */
record Variant(Plugin plugin, Host host) {
    static List<Variant> all() {
        return Arrays.stream(Host.values())
                .flatMap(host -> Arrays.stream(Plugin.values()).map(plugin -> new Variant(plugin, host)))
                .toList();
    }

    /** For what does not depend on how the two meet: each plugin, and each host. */
    static List<Variant> each() {
        return List.of(
                new Variant(Plugin.PGOUTPUT, Host.WORKER),
                new Variant(Plugin.TEST_DECODING, Host.WORKER),
                new Variant(Plugin.WAL2JSON, Host.PLJAVA));
    }

    @Override
    public String toString() {
        return plugin.pluginName() + " in host " + host.name().toLowerCase(Locale.ROOT);
    }
}
