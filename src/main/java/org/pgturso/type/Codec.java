package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/**
 * Turns the text of one Postgres type into the SQLite value that stands for it. Stateless; any thread.
 *
 * <p>The text is what the type's output function gives under pgturso's pinned settings: {@code DateStyle ISO},
 * {@code TimeZone UTC}, {@code IntervalStyle iso_8601}, {@code bytea_output hex}, {@code extra_float_digits 3},
 * {@code lc_monetary C}.
 */
@FunctionalInterface
public interface Codec {
    /**
     * The value for a text; an SQL NULL has no text and never comes here.
     *
     * @throws org.pgturso.error.PgTursoException of kind PROTOCOL_VIOLATION, naming the type and not the value, where the
     *     type could not have given this text
     */
    SqliteValue encode(String postgresText);
}
