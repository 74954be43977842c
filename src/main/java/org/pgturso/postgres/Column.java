package org.pgturso.postgres;

/**
 * A column of a relation.
 *
 * @param attnum {@code pg_attribute.attnum}: stays when the column is renamed
 * @param generated {@code GENERATED ALWAYS AS … STORED}: not in the stream before Postgres 18
 */
public record Column(String name, int attnum, PgType type, boolean notNull, boolean generated) {}
