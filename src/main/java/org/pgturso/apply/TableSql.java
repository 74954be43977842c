package org.pgturso.apply;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pgturso.sqlite.Identifier;

/**
 * SQL texts that write one target table. The <em>bulk</em> ones take many rows as one JSON array of arrays,
 * {@code ?1}; the others take the values of one row as a parameter each. {@link BulkWriter} knows how values are written
 * for either.
 */
final class TableSql {
    private static final List<String> ROW_IDS = List.of("rowid", "_rowid_", "oid");

    private final TargetTable table;
    private final String name;
    private final int[] key;
    private final int[] all;

    TableSql(TargetTable table) {
        this.table = table;
        this.name = Identifier.quote(table.name());
        this.key = table.keyPositions();
        this.all = IntStream.range(0, table.columns().size()).toArray();
    }

    /** Positions of the key's columns, in its order. */
    int[] keyColumns() {
        return key;
    }

    /** Positions of all columns. */
    int[] allColumns() {
        return all;
    }

    String deleteAll() {
        return "DELETE FROM " + name;
    }

    /** Writes whole rows over those with the same key. */
    String bulkUpsert() {
        return insert() + " SELECT " + values(all, 0, ValueSource.element("value")) + " FROM json_each(?1) WHERE true"
                + onConflict();
    }

    /** The same for one row. */
    String upsert() {
        return insert() + " VALUES (" + values(all, 0, ValueSource.PARAMETER) + ")" + onConflict();
    }

    /** Deletes by key; each row of the array is a key. */
    String bulkDelete() {
        if (key.length == 1) {
            return "DELETE FROM " + name + " WHERE " + column(key[0]) + " IN (SELECT "
                    + values(key, 0, ValueSource.element("value")) + " FROM json_each(?1))";
        }
        // Comparing row values would be more natural, but not every server finds an index for it.
        String rowId = rowId();
        return "DELETE FROM " + name + " WHERE " + rowId + " IN (SELECT t." + rowId
                + " FROM json_each(?1) AS j CROSS JOIN " + name + " AS t ON "
                + matches("t.", "=", key, ValueSource.element("j.value")) + ")";
    }

    /** The same for one row. */
    String delete() {
        return "DELETE FROM " + name + " WHERE " + matches("", "=", key, ValueSource.PARAMETER);
    }

    /** Sets some columns by key; each row of the array is the key, then the new values. */
    String bulkUpdate(int[] columns) {
        // With an alias, because not every server finds a table with capitals here, and one may be named like the
        // array.
        ValueSource element = ValueSource.element("j.value");
        return "UPDATE " + name + " AS t SET " + assignments(columns, key.length, element)
                + " FROM json_each(?1) AS j WHERE " + matches("t.", "=", key, element);
    }

    /** The same for one row; the columns may be those of the key. */
    String update(int[] columns) {
        return "UPDATE " + name + " SET " + assignments(columns, key.length, ValueSource.PARAMETER) + " WHERE "
                + matches("", "=", key, ValueSource.PARAMETER);
    }

    /** Deletes one of the rows that have the parameters in all columns. */
    String deleteEqual() {
        return "DELETE FROM " + name + " WHERE " + oneEqual();
    }

    /** Gives new values, which follow, to one of the rows that have the first parameters in all columns. */
    String updateEqual() {
        return "UPDATE " + name + " SET " + assignments(all, all.length, ValueSource.PARAMETER) + " WHERE "
                + oneEqual();
    }

    /** SQLite's name for the row id that no column hides; empty where all are hidden. */
    static Optional<String> rowId(List<TargetColumn> columns) {
        List<String> taken = columns.stream().map(TableSql::fold).toList();
        return ROW_IDS.stream().filter(rowId -> !taken.contains(rowId)).findFirst();
    }

    private static String fold(TargetColumn column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    private String rowId() {
        return rowId(table.columns()).orElseThrow();
    }

    private String oneEqual() {
        String rowId = rowId();
        return rowId + " = (SELECT " + rowId + " FROM " + name + " WHERE "
                + matches("", "IS", all, ValueSource.PARAMETER) + " LIMIT 1)";
    }

    private String insert() {
        return (replaces() ? "INSERT OR REPLACE INTO " : "INSERT INTO ") + name + " (" + names(all) + ")";
    }

    /** Some servers take {@code excluded.oid} for the row id even where a column has that name. */
    private boolean replaces() {
        return key.length > 0 && table.columns().stream().anyMatch(column -> ROW_IDS.contains(fold(column)));
    }

    private String onConflict() {
        if (key.length == 0 || replaces()) {
            return "";
        }
        String sets = Arrays.stream(all)
                .filter(i -> Arrays.stream(key).noneMatch(k -> k == i))
                .mapToObj(i -> column(i) + " = excluded." + column(i))
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + names(key) + ") DO " + (sets.isEmpty() ? "NOTHING" : "UPDATE SET " + sets);
    }

    private String assignments(int[] columns, int first, ValueSource source) {
        return IntStream.range(0, columns.length)
                .mapToObj(i -> column(columns[i]) + " = " + value(columns[i], first + i, source))
                .collect(Collectors.joining(", "));
    }

    private String matches(String qualifier, String operator, int[] columns, ValueSource source) {
        return IntStream.range(0, columns.length)
                .mapToObj(i -> qualifier + column(columns[i]) + " " + operator + " " + value(columns[i], i, source))
                .collect(Collectors.joining(" AND "));
    }

    private String values(int[] columns, int first, ValueSource source) {
        return IntStream.range(0, columns.length)
                .mapToObj(i -> value(columns[i], first + i, source))
                .collect(Collectors.joining(", "));
    }

    private String names(int[] columns) {
        return Arrays.stream(columns).mapToObj(this::column).collect(Collectors.joining(", "));
    }

    private String value(int column, int index, ValueSource source) {
        return source.sql(table.columns().get(column).type(), index);
    }

    private String column(int position) {
        return Identifier.quote(table.columns().get(position).name());
    }
}
