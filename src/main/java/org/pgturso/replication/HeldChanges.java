package org.pgturso.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * Holds the changes of one table back, so that what its plugin leaves out of many of them is found by one query; their
 * order stays. One thread at a time.
 */
final class HeldChanges {
    private static final int MOST_HELD = 1_000;
    private static final long MOST_CHARS = 1 << 20;

    private final Function<List<Row>, Map<Row, Row>> ofNewRows;
    private final Function<List<Row>, Map<Row, Row>> ofOldRows;
    private final List<Change.OfRelation> held = new ArrayList<>();
    private long chars;

    /** Completes rows by functions that give, for each row, the one that it should be. */
    private HeldChanges(Function<List<Row>, Map<Row, Row>> ofNewRows, Function<List<Row>, Map<Row, Row>> ofOldRows) {
        this.ofNewRows = ofNewRows;
        this.ofOldRows = ofOldRows;
    }

    /** What completes a table's changes as a plugin tells them; empty where nothing is missing. */
    static Optional<HeldChanges> of(Session session, Relation relation, Plugin plugin) {
        List<String> generated = relation.columns().stream()
                .filter(Column::generated)
                .map(Column::name)
                .toList();
        if (!generated.isEmpty() && !plugin.can(Plugin.Capability.GENERATED_COLUMNS)) {
            return Optional.of(generated(session, relation, generated));
        }
        SpecialNumbers numbers = new SpecialNumbers(session, relation);
        return numbers.mayBeLost(plugin)
                ? Optional.of(new HeldChanges(numbers::ofNewRows, numbers::ofOldRows))
                : Optional.empty();
    }

    private static HeldChanges generated(Session session, Relation relation, List<String> names) {
        // Of old rows only what tells them apart is needed.
        List<String> key = relation.key();
        List<String> inKey = names.stream()
                .filter(name -> key.isEmpty() || key.contains(name))
                .toList();
        boolean full = relation.identity() == ReplicaIdentity.FULL;
        return new HeldChanges(
                new GeneratedValues(session, relation, names, false)::complete,
                new GeneratedValues(session, relation, inKey, full)::complete);
    }

    /** Takes the next change of the table; hands over changes that are complete, perhaps none. */
    void add(Change.OfRelation change, Consumer<Change.OfRelation> out) {
        held.add(change);
        chars += newRow(change).map(HeldChanges::chars).orElse(0L);
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
        Map<Row, Row> newRows = ofNewRows.apply(rows(changes.stream().map(HeldChanges::newRow)));
        Map<Row, Row> oldRows = ofOldRows.apply(rows(changes.stream().map(HeldChanges::oldRow)));
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
