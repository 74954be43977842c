package org.pgturso.postgres.slot;

import java.util.Optional;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.decode.Plugin;

/**
 * A logical slot of this database, as {@code pg_replication_slots} shows it.
 *
 * @param restart from where WAL is kept for it
 * @param confirmed up to where it was read; the next read starts with the first commit after it
 * @param activePid who reads it right now
 */
public record Slot(SlotName name, Plugin plugin, Lsn restart, Lsn confirmed, Optional<Integer> activePid) {}
