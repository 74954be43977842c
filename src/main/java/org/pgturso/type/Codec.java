package org.pgturso.type;

import org.pgturso.sqlite.JsonText;
import org.pgturso.sqlite.SqliteValue;

/**
 * Turns the text of one Postgres type into the SQLite value that stands for it. Stateless; any thread.
 *
 * <p>The text is what the type's output function gives under pgturso's pinned settings: {@code DateStyle ISO},
 * {@code TimeZone UTC}, {@code IntervalStyle iso_8601}, {@code bytea_output hex}, {@code extra_float_digits 3},
 * {@code lc_monetary C}.
 *
 * <p>The codecs of a {@link ColumnMapping} report text that the type could not have given as a PROTOCOL_VIOLATION that
 * names the type, never the value. Those they are made of just throw {@link IllegalArgumentException}.
 */
@FunctionalInterface
public interface Codec {
    /** The value for a text; an SQL NULL has no text and never comes here. */
    SqliteValue encode(String postgresText);

    /**
     * Appends the value as a part of an array or composite: by default a JSON string of the same text that the SQLite value
     * has, or of Postgres' text where the SQLite value is none.
     */
    default void appendJson(String postgresText, StringBuilder json) {
        SqliteValue value = encode(postgresText);
        JsonText.append(json, value instanceof SqliteValue.Text text ? text.value() : postgresText);
    }

    /** Whether {@link #appendJson} may give a JSON array, which could be taken for a dimension of an array around it. */
    default boolean mayBeJsonArray() {
        return false;
    }
}
