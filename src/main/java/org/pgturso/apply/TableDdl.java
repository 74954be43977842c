package org.pgturso.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pgturso.sqlite.Identifier;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.turso.Statement;

/** SQL that makes a target table. */
public final class TableDdl {
    private TableDdl() {}

    /** CREATE TABLE and its CREATE INDEXes; fails where the table exists. */
    public static List<Statement> create(TargetTable table) {
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.of(createTable(table)));
        for (TargetIndex index : table.indexes()) {
            statements.add(Statement.of("CREATE INDEX " + Identifier.quote(index.name()) + " ON "
                    + Identifier.quote(table.name()) + " (" + names(index.columns()) + ")"));
        }
        return statements;
    }

    /** The same after DROP TABLE IF EXISTS. */
    public static List<Statement> replace(TargetTable table) {
        List<Statement> statements = new ArrayList<>();
        statements.add(drop(table.name()));
        statements.addAll(create(table));
        return statements;
    }

    public static Statement drop(String table) {
        return Statement.of("DROP TABLE IF EXISTS " + Identifier.quote(table));
    }

    /** What {@link #create} runs, to look at: each statement ends with a semicolon and a line break. */
    public static String text(TargetTable table) {
        return create(table).stream().map(Statement::sql).collect(Collectors.joining(";\n", "", ";\n"));
    }

    private static String createTable(TargetTable table) {
        List<String> lines = new ArrayList<>();
        boolean rowId = hasIntegerKey(table);
        for (TargetColumn column : table.columns()) {
            String line = Identifier.quote(column.name()) + " " + column.type().declaration();
            line += rowId && table.key().contains(column.name()) ? " PRIMARY KEY" : "";
            lines.add(line + (column.notNull() ? " NOT NULL" : ""));
        }
        if (!table.key().isEmpty() && !rowId) {
            lines.add("PRIMARY KEY (" + names(table.key()) + ")");
        }
        return "CREATE TABLE " + Identifier.quote(table.name()) + " (\n  " + String.join(",\n  ", lines) + "\n)";
    }

    /** Whether the key is SQLite's row id itself: one column declared INTEGER. */
    private static boolean hasIntegerKey(TargetTable table) {
        int[] key = table.keyPositions();
        return key.length == 1 && table.columns().get(key[0]).type() == SqliteType.INTEGER;
    }

    private static String names(List<String> columns) {
        return columns.stream().map(Identifier::quote).collect(Collectors.joining(", "));
    }
}
