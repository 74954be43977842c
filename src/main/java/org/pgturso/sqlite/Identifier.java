package org.pgturso.sqlite;

/** Names in SQL for SQLite. */
public final class Identifier {
    private Identifier() {}

    /** The name in double quotes, which any name can stand in: {@code a"b} gives {@code "a""b"}. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
