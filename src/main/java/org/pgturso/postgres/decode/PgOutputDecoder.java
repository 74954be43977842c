package org.pgturso.postgres.decode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;

/**
 * pgoutput, protocol version 1, values as text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">Logical Replication
 *     Message Formats</a>
 */
final class PgOutputDecoder implements Decoder {
    private final Map<Integer, PgOutputRelation> relations = new HashMap<>();
    private @Nullable PgOutputRelation last;

    @Override
    public void decode(ByteBuffer bytes, long endLsn, Consumer<Change> out) {
        WireReader message = new WireReader(bytes);
        byte kind = message.int8();
        switch (kind) {
            case 'I' -> give(insert(message), message, out);
            case 'U' -> give(update(message), message, out);
            case 'D' -> give(delete(message), message, out);
            case 'B' -> give(begin(message), message, out);
            case 'C' -> give(commit(message), message, out);
            case 'T' -> truncate(message, out);
            case 'R' -> describe(message);
            case 'Y' -> type(message);
            case 'O' -> give(origin(message), message, out);
            case 'M' -> logicalMessage(message);
            default -> throw message.unexpected(kind);
        }
    }

    private static void give(Change change, WireReader message, Consumer<Change> out) {
        message.end();
        out.accept(change);
    }

    private static Change begin(WireReader message) {
        message.is("Begin");
        message.int64(); // final LSN
        message.int64(); // commit time
        return new Change.Begin(Integer.toUnsignedLong(message.int32()));
    }

    private static Change commit(WireReader message) {
        message.is("Commit");
        message.expect((byte) 0); // flags
        message.int64(); // commit LSN
        long endLsn = message.int64();
        message.int64(); // commit time
        return new Change.Commit(endLsn);
    }

    private Change insert(WireReader message) {
        message.is("Insert");
        PgOutputRelation relation = relation(message);
        message.expect((byte) 'N');
        return new Change.Insert(relation.name(), relation.row(message));
    }

    private Change update(WireReader message) {
        message.is("Update");
        PgOutputRelation relation = relation(message);
        byte part = message.int8();
        if (part == 'N') {
            return new Change.Update(relation.name(), OldRow.NONE, relation.row(message));
        }
        Row old = oldRow(part, relation, message);
        message.expect((byte) 'N');
        return OldRows.update(relation.name(), old, relation.row(message));
    }

    private Change delete(WireReader message) {
        message.is("Delete");
        PgOutputRelation relation = relation(message);
        return new Change.Delete(relation.name(), OldRows.identity(oldRow(message.int8(), relation, message)));
    }

    private static Row oldRow(byte part, PgOutputRelation relation, WireReader message) {
        return switch (part) {
            case 'K' -> OldRows.withoutNulls(relation.row(message)); // NULL here: not part of the key
            case 'O' -> relation.row(message);
            default -> throw message.unexpected(part);
        };
    }

    private void truncate(WireReader message, Consumer<Change> out) {
        message.is("Truncate");
        int count = message.int32();
        message.int8(); // CASCADE, RESTART IDENTITY
        List<Change> truncates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            truncates.add(new Change.Truncate(relation(message).name()));
        }
        message.end();
        truncates.forEach(out);
    }

    private void describe(WireReader message) {
        message.is("Relation");
        PgOutputRelation relation = PgOutputRelation.read(message);
        message.end();
        relations.put(relation.oid(), relation);
        last = relation;
    }

    private static void type(WireReader message) {
        message.is("Type");
        message.int32(); // OID
        message.cString(); // schema
        message.cString(); // name
        message.end();
    }

    private static Change origin(WireReader message) {
        message.is("Origin");
        message.int64(); // LSN at the origin
        message.cString(); // name
        return new Change.Origin();
    }

    private static void logicalMessage(WireReader message) {
        message.is("Message");
        message.int8(); // transactional
        message.int64(); // LSN
        message.cString(); // prefix
        message.skipBytes();
        message.end();
    }

    private PgOutputRelation relation(WireReader message) {
        int oid = message.int32();
        PgOutputRelation relation = last;
        if (relation == null || relation.oid() != oid) {
            relation = relations.get(oid);
            if (relation == null) {
                throw message.violation("unknown relation " + Integer.toUnsignedString(oid));
            }
            last = relation;
        }
        message.about(relation.name());
        return relation;
    }
}
