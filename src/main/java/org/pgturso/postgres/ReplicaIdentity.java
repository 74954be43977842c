package org.pgturso.postgres;

/** What the WAL keeps of an old row: {@code pg_class.relreplident}. */
public enum ReplicaIdentity {
    DEFAULT,
    INDEX,
    FULL,
    NOTHING
}
