package org.pgturso.turso;

import java.util.List;
import org.pgturso.sqlite.SqliteValue;

/**
 * One SQL statement with its positional parameters {@code ?1, ?2, …}.
 *
 * <p>A {@link SqliteValue.Real} may arrive one unit off: servers read JSON numbers with parsers that round twice. What
 * must be exact travels as text, or inside a JSON text that SQLite itself reads.
 */
public record Statement(String sql, List<SqliteValue> args) {
    public Statement {
        args = List.copyOf(args);
    }

    public static Statement of(String sql, SqliteValue... args) {
        return new Statement(sql, List.of(args));
    }
}
