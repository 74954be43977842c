package org.pgturso.postgres.decode;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.RelationName;
import org.pgturso.change.Row;

/**
 * wal2json, format version 2, with transaction ids and the types' OIDs.
 *
 * @see <a href="https://github.com/eulerto/wal2json">wal2json</a>
 */
final class Wal2JsonDecoder implements Decoder {
    private final Charset encoding;
    private final ColumnLists lists = new ColumnLists();

    Wal2JsonDecoder(Charset encoding) {
        this.encoding = encoding;
    }

    @Override
    public void decode(ByteBuffer bytes, long endLsn, Consumer<Change> out) {
        if (TextMessage.startsWith(bytes, "{\"action\":\"M\"")) {
            return;
        }
        String json = TextMessage.decode(bytes, encoding, Plugin.WAL2JSON);
        Wal2JsonMessage message = Wal2JsonMessage.read(json, lists);
        out.accept(
                switch (message.action()) {
                    case "I" -> new Change.Insert(message.relation(), message.columns());
                    case "U" -> update(message.relation(), message);
                    case "D" -> delete(message.relation(), message);
                    case "T" -> new Change.Truncate(message.relation());
                    case "B" -> new Change.Begin(message.xid());
                    case "C" -> new Change.Commit(endLsn);
                    default -> throw message.violation("unknown action");
                });
        if (message.action().equals("B") && message.origin() != 0) {
            out.accept(new Change.Origin());
        }
    }

    private static Change update(RelationName relation, Wal2JsonMessage message) {
        Row row = message.columns();
        return message.identity()
                .map(old -> OldRows.update(relation, old, row))
                .orElseGet(() -> new Change.Update(relation, OldRow.NONE, row));
    }

    private static Change delete(RelationName relation, Wal2JsonMessage message) {
        return new Change.Delete(
                relation, message.identity().map(OldRows::identity).orElse(OldRow.NONE));
    }
}
