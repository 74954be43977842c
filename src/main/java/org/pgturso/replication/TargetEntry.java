package org.pgturso.replication;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.postgres.slot.SlotName;
import org.pgturso.postgres.slot.SlotOptions;

/**
 * One Turso database: a row of {@code turso.target}.
 *
 * @param endpoint the names of the functions that return its URL and token
 * @param localOnly whether changes that replication brought into this database are left out
 * @param slotName also the publication's
 * @param insertsPublication the publication of tables whose updates and deletes are not followed
 * @param started whether the slot was made and the target holds a watermark
 * @param watermark the last one known to be in the target, null before the start
 * @param source this database as the target knows it: system identifier and database name
 */
public record TargetEntry(
        int id,
        String name,
        JsonObject endpoint,
        Plugin plugin,
        boolean localOnly,
        SlotName slotName,
        String insertsPublication,
        boolean started,
        @Nullable Lsn watermark,
        String source) {

    /** The slot, as the target's watermark names it. */
    String slotSource() {
        return source + "/" + slotName;
    }

    /** What is asked of the slot's plugin: every table that it knows, so that counts of changes never depend on us. */
    SlotOptions slotOptions() {
        SlotOptions all = plugin == Plugin.PGOUTPUT
                ? SlotOptions.pgoutput(List.of(slotName.value(), insertsPublication), Set.of())
                : SlotOptions.of(plugin, Set.of());
        return localOnly ? all.withLocalOnly() : all;
    }
}
