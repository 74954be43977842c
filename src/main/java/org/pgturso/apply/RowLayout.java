package org.pgturso.apply;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.Row;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** Brings rows of the stream into the order of a table's columns. */
final class RowLayout {
    private static final int CELL_BYTES = 4;

    private final TargetTable table;
    private final Map<List<String>, int[]> positions = new HashMap<>();
    private List<String> lastColumns = List.of();
    private int[] lastPositions = new int[0];

    RowLayout(TargetTable table) {
        this.table = table;
    }

    /** The row's cells in the order of the table's columns; {@code absent} for columns that did not come. */
    @Nullable
    Cell[] image(Row row, @Nullable Cell absent) {
        return overlay(blank(absent), row);
    }

    /** The image of a row that must have all columns: an inserted one. */
    Cell[] whole(Row row) {
        @Nullable Cell[] image = image(row, null);
        for (int i = 0; i < image.length; i++) {
            if (image[i] == null) {
                throw otherColumns("Column \"" + table.columns().get(i).name() + "\" did not come with a new row.");
            }
        }
        return image;
    }

    /** An image without a row. */
    @Nullable
    Cell[] blank(@Nullable Cell absent) {
        @Nullable Cell[] image = new Cell[table.columns().size()];
        Arrays.fill(image, absent);
        return image;
    }

    /** Puts the cells that came over those of an image and returns it. */
    @Nullable
    Cell[] overlay(@Nullable Cell[] image, Row row) {
        int[] target = positions(row.columns());
        List<Cell> cells = row.cells();
        for (int i = 0; i < target.length; i++) {
            image[target[i]] = cells.get(i);
        }
        return image;
    }

    private int[] positions(List<String> columns) {
        if (columns != lastColumns) {
            lastPositions = positions.computeIfAbsent(columns, this::find);
            lastColumns = columns;
        }
        return lastPositions;
    }

    private int[] find(List<String> columns) {
        return columns.stream().mapToInt(this::position).toArray();
    }

    private int position(String column) {
        int position = table.position(column);
        if (position < 0) {
            throw otherColumns("Column \"" + column + "\" came with a change, but the table was made without it.");
        }
        return position;
    }

    private PgTursoException otherColumns(String detail) {
        return new PgTursoException(
                        ErrorKind.OUT_OF_STEP,
                        "table \"" + table.name() + "\" in Turso has other columns than its relation")
                .detail(detail)
                .hint("Call turso_resync for the relation.");
    }

    static boolean isWhole(@Nullable Cell[] image) {
        for (Cell cell : image) {
            if (cell == null) {
                return false;
            }
        }
        return true;
    }

    /** About how many bytes the cells take in a statement. */
    static long size(List<? extends @Nullable Cell> cells) {
        long size = 0;
        for (Cell cell : cells) {
            size += cell instanceof Cell.Text text ? text.value().length() + CELL_BYTES : CELL_BYTES;
        }
        return size;
    }

    PgTursoException noReplicaIdentity() {
        return new PgTursoException(ErrorKind.NOT_SUPPORTED, "table has no replica identity")
                .detail("Updates and deletes of \"" + table.name() + "\" can't be told apart without a key.")
                .hint("Add a primary key, or run ALTER TABLE ... REPLICA IDENTITY FULL; then run turso_resync.");
    }

    PgTursoException keyMissing() {
        return new PgTursoException(ErrorKind.OUT_OF_STEP, "change lacks a part of the key")
                .detail("It belongs to table \"" + table.name() + "\", whose replica identity was changed.")
                .hint("Call turso_resync for the relation.");
    }
}
