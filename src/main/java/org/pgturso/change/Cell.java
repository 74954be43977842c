package org.pgturso.change;

/**
 * One column's value as it came from Postgres. An SQL NULL and an empty string are different things; a value that the
 * WAL does not hold has no cell at all, see {@link Row}.
 */
public sealed interface Cell {
    /** SQL NULL. */
    record Null() implements Cell {}

    /** The text that the type's output function gives under pgturso's pinned settings. */
    record Text(String value) implements Cell {}

    Cell NULL = new Null();

    static Cell text(String value) {
        return new Text(value);
    }
}
