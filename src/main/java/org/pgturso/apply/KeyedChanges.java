package org.pgturso.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.postgres.Lsn;
import org.pgturso.turso.Statement;

/**
 * Changes of a table with a key: of all changes to one key only their net effect is kept, which is a deletion, a whole
 * row or, where TOAST values did not come, new values for some columns.
 *
 * <p>Keys of the net effect are distinct, so its order does not matter, with one exception: a row that moves to another
 * key and did not come whole has to be moved in the target. Then everything before is written, then the move, and a new
 * net effect begins.
 */
final class KeyedChanges implements TableChanges {
    static final Cell[] DELETED = {};

    private final TableSql sql;
    private final RowLayout layout;
    private final Rejections rejections;
    private final NetEffectWriter writer;
    private final List<Statement> earlier = new ArrayList<>();
    private final Map<List<Cell>, @Nullable Cell[]> effects = new LinkedHashMap<>();
    private long bytes;

    KeyedChanges(TargetTable table) {
        sql = new TableSql(table);
        layout = new RowLayout(table);
        rejections = new Rejections(table);
        writer = new NetEffectWriter(table, rejections);
    }

    @Override
    public void insert(Row row) {
        @Nullable Cell[] image = layout.whole(row);
        put(key(image), image);
    }

    @Override
    public void update(OldRow old, Row row) {
        @Nullable Cell[] before = before(old);
        @Nullable Cell[] image = layout.overlay(before.clone(), row);
        List<Cell> newKey = key(image);
        List<Cell> oldKey = old instanceof OldRow.None ? newKey : key(before);
        @Nullable Cell[] known = effects.get(oldKey);
        if (known != null && known != DELETED) {
            fill(image, known);
        }
        if (RowLayout.isWhole(image)) {
            if (!oldKey.equals(newKey)) {
                put(oldKey, DELETED);
            }
            put(newKey, image);
        } else if (!oldKey.equals(newKey)) {
            move(oldKey, newKey, image);
        } else if (known != DELETED) {
            put(newKey, image);
        }
    }

    @Override
    public void delete(OldRow old) {
        if (old instanceof OldRow.None) {
            throw layout.noReplicaIdentity();
        }
        put(key(before(old)), DELETED);
    }

    @Override
    public void truncate() {
        earlier.clear();
        effects.clear();
        bytes = 0;
        earlier.add(Statement.of(sql.deleteAll()));
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void write(Consumer<Statement> out) {
        earlier.forEach(out);
        writer.write(effects, out);
    }

    @Override
    public List<Rejection> rejections(Lsn lsn) {
        return rejections.take(Rejection.What.CHANGE, lsn);
    }

    private void move(List<Cell> oldKey, List<Cell> newKey, @Nullable Cell[] image) {
        writer.write(effects, earlier::add);
        effects.clear();
        writer.move(oldKey, newKey, image, earlier::add);
        bytes += size(oldKey, image);
    }

    /** What is known of the row before the change: nothing, its key, or all but the NULLs. */
    private @Nullable Cell[] before(OldRow old) {
        return old instanceof OldRow.Identity identity ? layout.image(identity.row(), null) : layout.blank(null);
    }

    private List<Cell> key(@Nullable Cell[] image) {
        int[] columns = sql.keyColumns();
        Cell[] key = new Cell[columns.length];
        for (int i = 0; i < key.length; i++) {
            Cell cell = image[columns[i]];
            if (cell == null || cell.equals(Cell.NULL)) {
                throw layout.keyMissing();
            }
            key[i] = cell;
        }
        return Arrays.asList(key);
    }

    private void put(List<Cell> key, @Nullable Cell[] effect) {
        @Nullable Cell[] replaced = effects.put(key, effect);
        bytes += size(key, effect) - (replaced == null ? 0 : size(key, replaced));
    }

    private static void fill(@Nullable Cell[] image, @Nullable Cell[] known) {
        for (int i = 0; i < image.length; i++) {
            if (image[i] == null) {
                image[i] = known[i];
            }
        }
    }

    private static long size(List<Cell> key, @Nullable Cell[] image) {
        return image == DELETED ? RowLayout.size(key) : RowLayout.size(Arrays.asList(image));
    }
}
