package org.pgturso.turso;

import java.util.List;
import org.pgturso.sqlite.SqliteValue;

/** One SQL statement with its positional parameters {@code ?1, ?2, …}. */
public record Statement(String sql, List<SqliteValue> args) {
    public Statement {
        args = List.copyOf(args);
    }

    public static Statement of(String sql, SqliteValue... args) {
        return new Statement(sql, List.of(args));
    }
}
