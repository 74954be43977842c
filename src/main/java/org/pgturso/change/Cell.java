package org.pgturso.change;

/**
 * One column's value as it came from Postgres. An SQL NULL, an empty string and a TOAST value that is not in the WAL
 * are three different things.
 */
public sealed interface Cell {
    /** SQL NULL. */
    record Null() implements Cell {}

    /** The text that the type's output function gives under pgturso's pinned settings. */
    record Text(String value) implements Cell {}

    /** Stored out of line and not changed by this update: the WAL does not hold it. */
    record UnchangedToast() implements Cell {}

    Cell NULL = new Null();
    Cell UNCHANGED_TOAST = new UnchangedToast();

    static Cell text(String value) {
        return new Text(value);
    }
}
