package org.pgturso.type;

import org.pgturso.sqlite.SqliteType;

/** How a column of some Postgres type is kept in the target: declared type and the way to write its values. */
public record ColumnMapping(SqliteType sqliteType, Codec codec) {}
