package org.pgturso.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.turso.Statement;

/** Writes the net effect of {@link KeyedChanges}: deletions, then whole rows, then new values of some columns. */
final class NetEffectWriter {
    private final TableSql sql;
    private final ValueWriter values;
    private final Consumer<Statement> out;

    NetEffectWriter(TableSql sql, ValueWriter values, Consumer<Statement> out) {
        this.sql = sql;
        this.values = values;
        this.out = out;
    }

    /** Writes what is to become of each key. */
    void write(Map<List<Cell>, @Nullable Cell[]> effects) {
        BulkWriter deletes = new BulkWriter(values, sql.keyColumns(), sql.bulkDelete(), sql.delete(), out);
        effects.forEach((key, effect) -> {
            if (effect == KeyedChanges.DELETED) {
                deletes.add(key);
            }
        });
        deletes.end();
        BulkWriter rows = new BulkWriter(values, sql.allColumns(), sql.bulkUpsert(), sql.upsert(), out);
        effects.values().forEach(effect -> {
            if (effect != KeyedChanges.DELETED && RowLayout.isWhole(effect)) {
                rows.add(Arrays.asList(effect));
            }
        });
        rows.end();
        writeUpdates(effects);
    }

    /** Moves one row to the key in its new image and sets the other columns that came. */
    void move(List<Cell> oldKey, @Nullable Cell[] image) {
        int[] present = present(image);
        out.accept(new Statement(
                sql.update(present),
                values.parameters(join(sql.keyColumns(), present), keyAndValues(oldKey, present, image))));
    }

    private void writeUpdates(Map<List<Cell>, @Nullable Cell[]> effects) {
        Map<List<Integer>, BulkWriter> writers = new LinkedHashMap<>();
        effects.forEach((key, effect) -> {
            if (!RowLayout.isWhole(effect)) {
                int[] columns = without(present(effect), sql.keyColumns());
                writers.computeIfAbsent(Arrays.stream(columns).boxed().toList(), set -> updates(columns))
                        .add(keyAndValues(key, columns, effect));
            }
        });
        writers.values().forEach(BulkWriter::end);
    }

    private BulkWriter updates(int[] columns) {
        return new BulkWriter(
                values, join(sql.keyColumns(), columns), sql.bulkUpdate(columns), sql.update(columns), out);
    }

    private static List<Cell> keyAndValues(List<Cell> key, int[] columns, @Nullable Cell[] image) {
        List<Cell> row = new ArrayList<>(key);
        for (int column : columns) {
            row.add(image[column]);
        }
        return row;
    }

    private static int[] present(@Nullable Cell[] image) {
        return IntStream.range(0, image.length).filter(i -> image[i] != null).toArray();
    }

    private static int[] without(int[] columns, int[] others) {
        return Arrays.stream(columns)
                .filter(column -> Arrays.stream(others).noneMatch(other -> other == column))
                .toArray();
    }

    private static int[] join(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
