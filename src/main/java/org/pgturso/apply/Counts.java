package org.pgturso.apply;

/** Row changes as the source's users made them, before any of them cancelled out. TRUNCATE counts as nothing. */
public record Counts(long inserted, long updated, long deleted) {
    public static final Counts ZERO = new Counts(0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(inserted + other.inserted, updated + other.updated, deleted + other.deleted);
    }

    public long total() {
        return inserted + updated + deleted;
    }
}
