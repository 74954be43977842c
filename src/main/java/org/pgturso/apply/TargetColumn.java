package org.pgturso.apply;

import org.pgturso.sqlite.SqliteType;
import org.pgturso.type.Codec;

/**
 * A column of a target table.
 *
 * @param codec turns the Postgres text of this column into what is kept
 */
public record TargetColumn(String name, SqliteType type, Codec codec, boolean notNull) {}
