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

/**
 * Writes the net effect of {@link KeyedChanges}: deletions, then whole rows, then new values of some columns. Rows that
 * are rejected are deleted.
 */
final class NetEffectWriter {
    private final TableSql sql;
    private final ValueWriter values;
    private final Rejections rejections;
    private final RowWriter rows;

    NetEffectWriter(TargetTable table, Rejections rejections) {
        this.sql = new TableSql(table);
        this.values = new ValueWriter(table);
        this.rejections = rejections;
        this.rows = new RowWriter(table, rejections);
    }

    /** Writes what is to become of each key. */
    void write(Map<List<Cell>, @Nullable Cell[]> effects, Consumer<Statement> out) {
        List<Statement> updates = new ArrayList<>();
        Map<List<Integer>, BulkWriter> writers = new LinkedHashMap<>();
        effects.forEach((key, effect) -> {
            if (effect == KeyedChanges.DELETED) {
                rows.delete(key);
            } else if (RowLayout.isWhole(effect)) {
                rows.upsert(Arrays.asList(effect));
            } else {
                int[] columns = without(present(effect), sql.keyColumns());
                BulkWriter writer = writers.computeIfAbsent(
                        Arrays.stream(columns).boxed().toList(), set -> updates(columns, updates::add));
                orDelete(key, key, () -> writer.add(keyAndValues(key, columns, effect)));
            }
        });
        writers.values().forEach(BulkWriter::end);
        rows.take().forEach(out);
        updates.forEach(out);
    }

    /** Moves one row to the key in its new image and sets the other columns that came. */
    void move(List<Cell> oldKey, List<Cell> newKey, @Nullable Cell[] image, Consumer<Statement> out) {
        int[] present = present(image);
        orDelete(
                oldKey,
                newKey,
                () -> out.accept(new Statement(
                        sql.update(present),
                        values.parameters(join(sql.keyColumns(), present), keyAndValues(oldKey, present, image)))));
        rows.take().forEach(out);
    }

    private void orDelete(List<Cell> oldKey, List<Cell> newKey, Runnable write) {
        try {
            write.run();
        } catch (UnreplicableRow e) {
            rejections.add(e, newKey);
            rows.delete(oldKey);
        }
    }

    private BulkWriter updates(int[] columns, Consumer<Statement> out) {
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
