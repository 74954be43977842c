package org.pgturso.apply;

import java.util.List;
import org.pgturso.postgres.Relation;
import org.pgturso.type.TypeOptions;

/**
 * A table of the target: the shape in which a relation's rows are kept there.
 *
 * @param name unquoted
 * @param key names of the columns that make up the primary key, in its order; empty for a table whose rows nothing
 *     tells apart
 * @param onUnreplicable what becomes of rows that it can't hold
 */
public record TargetTable(
        String name,
        List<TargetColumn> columns,
        List<String> key,
        List<TargetIndex> indexes,
        OnUnreplicable onUnreplicable) {
    /** The key column, last of the table's, that a view without a key gets: TEXT, its values the caller's. */
    public static final String HIDDEN_KEY = "_pgturso_key";

    public TargetTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        indexes = List.copyOf(indexes);
    }

    /**
     * The table for a relation.
     *
     * <p>A {@code numeric} column of the key stays exact text whatever the options say: as REAL two keys could become
     * one.
     *
     * @param indexes whether the relation's plain indexes are copied too
     * @throws org.pgturso.error.PgTursoException of kind NOT_SUPPORTED where SQLite can't hold such a table
     */
    public static TargetTable of(Relation relation, String targetName, TypeOptions options, boolean indexes) {
        return new TableShape(relation, targetName, options).table(indexes);
    }

    /** A table that must hold all rows of its relation. */
    public TargetTable(String name, List<TargetColumn> columns, List<String> key, List<TargetIndex> indexes) {
        this(name, columns, key, indexes, OnUnreplicable.ERROR);
    }

    /** The same table, but what becomes of rows that it can't hold. */
    public TargetTable on(OnUnreplicable unreplicable) {
        return new TargetTable(name, columns, key, indexes, unreplicable);
    }

    /** The positions of the key's columns. */
    int[] keyPositions() {
        return key.stream().mapToInt(this::position).toArray();
    }

    int position(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
