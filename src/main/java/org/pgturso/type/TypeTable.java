package org.pgturso.type;

import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;

/** Which SQLite type and codec stand for each Postgres type. */
public final class TypeTable {
    private TypeTable() {}

    /** The mapping of a column's type; every type has one. */
    public static ColumnMapping mapping(PgType type, TypeOptions options) {
        return new ColumnMapping(SqliteType.TEXT, SqliteValue.Text::new);
    }
}
