package org.pgturso.postgres.decode;

import org.pgturso.change.Cell;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.RelationName;
import org.pgturso.change.Row;

/**
 * Makes one thing of what the plugins tell about the old row: pgoutput and test_decoding tell it only when the key
 * changed, wal2json always; under REPLICA IDENTITY FULL test_decoding leaves out NULLs.
 */
final class OldRows {
    private OldRows() {}

    /**
     * An update of which the old row was told; {@code old} has a NULL cell wherever the old row is known to be NULL. A key
     * that stayed the same is left out, a whole row is not: it may be all that tells the row from others.
     */
    static Change.Update update(RelationName relation, Row old, Row sent) {
        if (old.size() < sent.size() && saysNothingNew(old, sent)) {
            return new Change.Update(relation, OldRow.NONE, sent);
        }
        return new Change.Update(relation, identity(old), filled(sent, old));
    }

    static OldRow identity(Row old) {
        return new OldRow.Identity(withoutNulls(old));
    }

    static Row withoutNulls(Row row) {
        if (!row.cells().contains(Cell.NULL)) {
            return row;
        }
        RowBuilder kept = new RowBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (!row.cells().get(i).equals(Cell.NULL)) {
                kept.add(row.columns().get(i), row.cells().get(i));
            }
        }
        return kept.build();
    }

    /** The row with a NULL for each column of {@code all} that it lacks. */
    static Row completedWithNulls(Row row, Row all) {
        RowBuilder complete = new RowBuilder();
        addAll(complete, row);
        for (String column : all.columns()) {
            if (!row.columns().contains(column)) {
                complete.add(column, Cell.NULL);
            }
        }
        return complete.build();
    }

    private static boolean saysNothingNew(Row old, Row sent) {
        for (int i = 0; i < old.size(); i++) {
            int same = sent.columns().indexOf(old.columns().get(i));
            if (same < 0 || !sent.cells().get(same).equals(old.cells().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Where the old row holds a value that the new row shares by TOAST, the new row gets it, at its end. */
    private static Row filled(Row sent, Row old) {
        if (sent.columns().containsAll(old.columns())) {
            return sent;
        }
        RowBuilder filled = new RowBuilder();
        addAll(filled, sent);
        for (int i = 0; i < old.size(); i++) {
            if (!sent.columns().contains(old.columns().get(i))) {
                filled.add(old.columns().get(i), old.cells().get(i));
            }
        }
        return filled.build();
    }

    private static void addAll(RowBuilder builder, Row row) {
        for (int i = 0; i < row.size(); i++) {
            builder.add(row.columns().get(i), row.cells().get(i));
        }
    }
}
