package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgturso.apply.SourceTable.Identity;

/** Changes over a few keys, cut into batches, which must leave a target with what the source holds. */
final class Workload {
    private static final int KEY_COLUMNS = 2;
    private static final List<Integer> TOAST = List.of(3, 4);

    /** One step; what it can't do to the table as it is, it leaves. */
    record Step(Kind kind, int key, int otherKey, int value) {}

    enum Kind {
        INSERT,
        UPDATE,
        UPDATE_SMALL,
        CHANGE_KEY,
        CHANGE_KEY_SMALL,
        DELETE,
        TRUNCATE,
        CUT
    }

    /** Tables that differ in their keys. */
    enum Shape {
        TWO_KEYS(2, "INTEGER"),
        INTEGER_KEY(1, "INTEGER"),
        TEXT_KEY(1, "TEXT"),
        REAL_KEY(1, "REAL"),
        KEYLESS(0, "INTEGER");

        private final int keyColumns;
        private final String keyType;

        Shape(int keyColumns, String keyType) {
            this.keyColumns = keyColumns;
            this.keyType = keyType;
        }

        TargetTable table() {
            return Rows.table("t", keyColumns, "k1 " + keyType, "k2 TEXT", "a TEXT", "big TEXT", "huge BLOB", "r REAL");
        }
    }

    private final TargetDatabase database;
    private final SourceTable source;
    private Batch batch = new Batch();

    private Workload(TargetDatabase database, TargetTable table, Identity identity) {
        this.database = database;
        this.source = new SourceTable(table, identity);
    }

    static void replicate(TargetDatabase database, Shape shape, Identity identity, List<Step> steps) {
        TargetTable table = shape.table();
        Workload workload = new Workload(database, table, identity);
        database.run(TableDdl.replace(table));
        steps.forEach(workload::step);
        workload.cut();
    }

    private void step(Step step) {
        List<@Nullable String> row = row(step.key(), step.value());
        switch (step.kind()) {
            case CUT -> cut();
            case TRUNCATE -> source.truncate(batch);
            case INSERT -> {
                if (!source.holdsKeyOf(row)) {
                    source.insert(row, batch);
                }
            }
            case UPDATE, UPDATE_SMALL, CHANGE_KEY, CHANGE_KEY_SMALL, DELETE -> {
                if (source.size() > 0) {
                    changeRow(step.key() % source.size(), step);
                }
            }
        }
    }

    private void cut() {
        database.run(batch.statements());
        batch = new Batch();
        assertThat(database.query("SELECT * FROM t")).isEqualTo(source.literals());
    }

    private void changeRow(int index, Step step) {
        List<@Nullable String> old = source.row(index);
        List<@Nullable String> row = row(step.otherKey(), step.value());
        if (step.kind() == Kind.DELETE) {
            source.delete(index, batch);
            return;
        }
        if (step.kind() == Kind.UPDATE_SMALL || step.kind() == Kind.CHANGE_KEY_SMALL) {
            TOAST.forEach(column -> row.set(column, old.get(column)));
        }
        if (step.kind() == Kind.UPDATE || step.kind() == Kind.UPDATE_SMALL) {
            for (int column = 0; column < KEY_COLUMNS; column++) {
                row.set(column, old.get(column));
            }
        } else if (source.holdsKeyOf(row)) {
            return;
        }
        source.update(index, row, TOAST, batch);
    }

    private static List<@Nullable String> row(int key, int value) {
        return new ArrayList<>(Arrays.asList(
                "" + (key % 3 - 1),
                key < 3 ? "1" : "01",
                value % 5 == 0 ? null : "" + value,
                value % 7 == 0 ? null : "[" + "b\"\\".repeat(value % 4) + "\u0001]",
                value % 3 == 0 ? null : "\\x00" + (10 + value % 2),
                value % 4 == 0 ? "NaN" : "" + value / 10.0));
    }
}
