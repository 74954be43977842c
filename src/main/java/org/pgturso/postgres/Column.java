package org.pgturso.postgres;

/**
 * A column of a relation.
 *
 * @param attnum {@code pg_attribute.attnum}: stays when the column is renamed
 * @param generated {@code GENERATED ALWAYS AS … STORED}: pgoutput leaves it out
 */
public record Column(String name, int attnum, PgType type, boolean notNull, boolean generated) {}
