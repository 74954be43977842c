package org.pgturso.postgres.decode;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pgturso.change.Cell;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;

/** Changes as text to compare with what is expected, without transaction ids and positions. */
public final class ChangeText {
    private ChangeText() {}

    public static String of(List<Change> changes) {
        return changes.stream().map(change -> line(plain(change)) + "\n").collect(Collectors.joining());
    }

    /** The change without an old row that says nothing new: where a key is all of a row, only wal2json tells it. */
    public static Change plain(Change change) {
        if (change instanceof Change.Update update
                && update.old().equals(new OldRow.Identity(OldRows.withoutNulls(update.row())))) {
            return new Change.Update(update.relation(), OldRow.NONE, update.row());
        }
        return change;
    }

    private static String line(Change change) {
        if (change instanceof Change.Insert insert) {
            return "INSERT " + insert.relation() + " " + row(insert.row());
        } else if (change instanceof Change.Update update) {
            return "UPDATE " + update.relation() + " " + old(update.old()) + row(update.row());
        } else if (change instanceof Change.Delete delete) {
            return "DELETE " + delete.relation() + " " + old(delete.old()).strip();
        } else if (change instanceof Change.Truncate truncate) {
            return "TRUNCATE " + truncate.relation();
        }
        return change instanceof Change.Begin ? "BEGIN" : "COMMIT";
    }

    private static String old(OldRow old) {
        return old instanceof OldRow.Identity identity ? "old " + row(identity.row()) + " " : "";
    }

    private static String row(Row row) {
        StringJoiner cells = new StringJoiner(", ", "(", ")");
        IntStream.range(0, row.size())
                .forEach(i ->
                        cells.add(row.columns().get(i) + "=" + cell(row.cells().get(i))));
        return cells.toString();
    }

    /** Text of more than 200 letters is shortened to its length and hash. */
    private static String cell(Cell cell) {
        if (!(cell instanceof Cell.Text text)) {
            return "NULL";
        }
        String value = text.value();
        return value.length() > 200
                ? "'" + value.substring(0, 10) + "…' of " + value.length() + " letters, hash " + value.hashCode()
                : "'" + WireSamples.escaped(value) + "'";
    }
}
