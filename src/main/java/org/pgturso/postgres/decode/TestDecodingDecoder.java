package org.pgturso.postgres.decode;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pgturso.change.Cell;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.RelationName;
import org.pgturso.change.Row;

/**
 * test_decoding, with transaction ids and without timestamps. Its text is written for people and described only by its
 * source, contrib/test_decoding/test_decoding.c; but it can be read without guessing.
 */
final class TestDecodingDecoder implements Decoder {
    private static final String NO_TUPLE = " (no-tuple-data)";

    private final Charset encoding;
    private final ColumnLists lists = new ColumnLists();

    TestDecodingDecoder(Charset encoding) {
        this.encoding = encoding;
    }

    @Override
    public void decode(ByteBuffer bytes, long endLsn, Consumer<Change> out) {
        if (TextMessage.startsWith(bytes, "message: ")) {
            return;
        }
        TestDecodingScanner message =
                new TestDecodingScanner(TextMessage.decode(bytes, encoding, Plugin.TEST_DECODING));
        if (message.skip("table ")) {
            changes(message).forEach(out);
        } else if (message.skip("BEGIN ")) {
            message.is("BEGIN");
            Change begin = new Change.Begin(message.number());
            message.end();
            out.accept(begin);
        } else {
            message.expect("COMMIT ");
            message.is("COMMIT");
            message.number();
            message.end();
            out.accept(new Change.Commit(endLsn));
        }
    }

    private List<Change> changes(TestDecodingScanner message) {
        List<RelationName> relations = new ArrayList<>();
        do {
            relations.add(message.relation());
        } while (message.skip(", "));
        RelationName relation = relations.get(0);
        message.about(relation);
        message.expect(": ");
        if (message.skip("TRUNCATE:")) {
            return truncates(message, relations);
        }
        Change change = change(message, relation);
        message.end();
        return List.of(change);
    }

    private static List<Change> truncates(TestDecodingScanner message, List<RelationName> relations) {
        message.is("TRUNCATE");
        if (!message.skip(" (no-flags)")) {
            boolean restart = message.skip(" restart_seqs");
            boolean cascade = message.skip(" cascade");
            if (!restart && !cascade) {
                throw message.unexpected();
            }
        }
        message.end();
        List<Change> truncates = new ArrayList<>();
        relations.forEach(relation -> truncates.add(new Change.Truncate(relation)));
        return truncates;
    }

    private Change change(TestDecodingScanner message, RelationName relation) {
        if (message.skip("INSERT:")) {
            message.is("INSERT");
            return new Change.Insert(relation, row(message));
        }
        if (message.skip("UPDATE:")) {
            message.is("UPDATE");
            return update(message, relation);
        }
        message.expect("DELETE:");
        message.is("DELETE");
        if (message.skip(NO_TUPLE)) {
            return new Change.Delete(relation, OldRow.NONE);
        }
        return new Change.Delete(relation, OldRows.identity(row(message)));
    }

    private Change update(TestDecodingScanner message, RelationName relation) {
        if (!message.skip(" old-key:")) {
            return new Change.Update(relation, OldRow.NONE, row(message));
        }
        Row old = row(message);
        message.expect(" new-tuple:");
        Row sent = row(message);
        return OldRows.update(relation, OldRows.completedWithNulls(old, sent), sent);
    }

    /** Columns up to the end of the message or of the old key; none for a row of NULLs. */
    private Row row(TestDecodingScanner message) {
        RowBuilder row = new RowBuilder();
        while (!message.atEnd() && !message.comes(" new-tuple:")) {
            message.expect(" ");
            String column = message.identifier();
            message.type();
            message.expect(":");
            Cell cell = message.value();
            if (cell != null) {
                row.add(column, cell);
            }
        }
        return row.build(lists);
    }
}
