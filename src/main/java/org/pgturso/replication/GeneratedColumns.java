package org.pgturso.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pgturso.change.Cell;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.ReplicaIdentity;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.Plugin;

/**
 * Adds to the rows of one table the generated columns that its plugin leaves out. Changes are held back, so that many are
 * completed by one query; their order stays. One thread at a time.
 */
final class GeneratedColumns {
    private static final int MOST_HELD = 1_000;
    private static final long MOST_CHARS = 1 << 20;

    private final GeneratedValues ofNewRows;
    private final GeneratedValues ofOldRows;
    private final List<Change.OfRelation> held = new ArrayList<>();
    private long chars;

    private GeneratedColumns(Session session, Relation relation, List<String> names) {
        ofNewRows = new GeneratedValues(session, relation, names, false);
        // Of old rows only what tells them apart is needed.
        List<String> key = relation.key();
        List<String> inKey = names.stream()
                .filter(name -> key.isEmpty() || key.contains(name))
                .toList();
        ofOldRows = new GeneratedValues(session, relation, inKey, relation.identity() == ReplicaIdentity.FULL);
    }

    /** What completes a table's changes as a plugin tells them; empty where nothing is missing. */
    static Optional<GeneratedColumns> of(Session session, Relation relation, Plugin plugin) {
        List<String> names = relation.columns().stream()
                .filter(Column::generated)
                .map(Column::name)
                .toList();
        return names.isEmpty() || plugin.can(Plugin.Capability.GENERATED_COLUMNS)
                ? Optional.empty()
                : Optional.of(new GeneratedColumns(session, relation, names));
    }

    /** Takes the next change of the table; hands over changes that are complete, perhaps none. */
    void add(Change.OfRelation change, Consumer<Change.OfRelation> out) {
        held.add(change);
        chars += newRow(change).map(GeneratedColumns::chars).orElse(0L);
        if (held.size() >= MOST_HELD || chars >= MOST_CHARS || change instanceof Change.Truncate) {
            flush(out);
        }
    }

    /** Hands over all that is held back. */
    void flush(Consumer<Change.OfRelation> out) {
        if (held.isEmpty()) {
            return;
        }
        List<Change.OfRelation> changes = List.copyOf(held);
        held.clear();
        chars = 0;
        Map<Row, Row> newRows = ofNewRows.complete(rows(changes.stream().map(GeneratedColumns::newRow)));
        Map<Row, Row> oldRows = ofOldRows.complete(rows(changes.stream().map(GeneratedColumns::oldRow)));
        changes.forEach(change -> out.accept(map(change, newRows::get, oldRows::get)));
    }

    private static List<Row> rows(Stream<Optional<Row>> rows) {
        return rows.flatMap(Optional::stream).toList();
    }

    private static Optional<Row> newRow(Change.OfRelation change) {
        if (change instanceof Change.Insert insert) {
            return Optional.of(insert.row());
        }
        return change instanceof Change.Update update ? Optional.of(update.row()) : Optional.empty();
    }

    private static Optional<Row> oldRow(Change.OfRelation change) {
        OldRow old = OldRow.NONE;
        if (change instanceof Change.Update update) {
            old = update.old();
        } else if (change instanceof Change.Delete delete) {
            old = delete.old();
        }
        return old instanceof OldRow.Identity identity ? Optional.of(identity.row()) : Optional.empty();
    }

    private static Change.OfRelation map(Change.OfRelation change, UnaryOperator<Row> ofNew, UnaryOperator<Row> ofOld) {
        if (change instanceof Change.Insert insert) {
            return new Change.Insert(insert.relation(), ofNew.apply(insert.row()));
        } else if (change instanceof Change.Update update) {
            return new Change.Update(update.relation(), map(update.old(), ofOld), ofNew.apply(update.row()));
        } else if (change instanceof Change.Delete delete) {
            return new Change.Delete(delete.relation(), map(delete.old(), ofOld));
        }
        return change;
    }

    private static OldRow map(OldRow old, UnaryOperator<Row> change) {
        return old instanceof OldRow.Identity identity ? new OldRow.Identity(change.apply(identity.row())) : old;
    }

    private static long chars(Row row) {
        long chars = 0;
        for (Cell cell : row.cells()) {
            chars += cell instanceof Cell.Text text ? text.value().length() : 0;
        }
        return chars;
    }
}
