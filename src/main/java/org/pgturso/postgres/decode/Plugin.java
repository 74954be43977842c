package org.pgturso.postgres.decode;

import java.util.Locale;
import java.util.Set;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** An output plugin that pgturso can read. */
public enum Plugin {
    /** Built into Postgres; read in protocol version 1. */
    PGOUTPUT(Capability.SPECIAL_NUMBERS, Capability.TABLE_FILTER, Capability.UPDATES_WITHOUT_IDENTITY),
    /** Read in format version 2. */
    WAL2JSON(Capability.GENERATED_COLUMNS, Capability.TABLE_FILTER, Capability.MATERIALIZED_VIEWS),
    /** In contrib. */
    TEST_DECODING(
            Capability.SPECIAL_NUMBERS,
            Capability.GENERATED_COLUMNS,
            Capability.MATERIALIZED_VIEWS,
            Capability.UPDATES_WITHOUT_IDENTITY);

    /** What not every plugin can do, in any version of it that pgturso reads. */
    public enum Capability {
        /**
         * Tells NaN, Infinity and -Infinity in real, double precision and numeric columns from NULL. wal2json does so
         * only since 2.6, when asked to.
         */
        SPECIAL_NUMBERS,
        /** Rows hold stored generated columns. pgoutput can since Postgres 18, when the publication says so. */
        GENERATED_COLUMNS,
        /** The server leaves out the changes of tables that are not wanted. */
        TABLE_FILTER,
        /** REFRESH MATERIALIZED VIEW CONCURRENTLY comes as changes of the view's rows. */
        MATERIALIZED_VIEWS,
        /** Updates of a table without replica identity are told, not left out. */
        UPDATES_WITHOUT_IDENTITY
    }

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<Capability> capabilities;

    Plugin(Capability... capabilities) {
        this.capabilities = Set.of(capabilities);
    }

    public boolean can(Capability capability) {
        return capabilities.contains(capability);
    }

    /** The name that {@code pg_replication_slots.plugin} shows. */
    public String pluginName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a plugin by the name that {@code pg_replication_slots.plugin} shows. */
    public static Plugin named(String name) {
        for (Plugin plugin : values()) {
            if (plugin.pluginName().equals(name)) {
                return plugin;
            }
        }
        throw new PgTursoException(ErrorKind.NOT_SUPPORTED, "output plugin \"" + name + "\" is not supported")
                .hint("Use pgoutput, wal2json or test_decoding.");
    }
}
