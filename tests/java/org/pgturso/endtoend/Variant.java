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

    @Override
    public String toString() {
        return plugin.pluginName() + " in host " + host.name().toLowerCase(Locale.ROOT);
    }
}
