package org.pgturso.postgres.decode;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.RelationName;
import org.pgturso.change.Row;
import org.pgturso.error.PgTursoException;

/** One message of wal2json as it is: which members it has depends on its action. */
final class Wal2JsonMessage {
    private static final int BYTEA = 17;

    private final JsonReader reader;
    private final ColumnLists lists;
    private @Nullable String action;
    private long xid = -1;
    private long origin;
    private @Nullable String schema;
    private @Nullable String table;
    private @Nullable Row columns;
    private @Nullable Row identity;

    private Wal2JsonMessage(String json, ColumnLists lists) {
        this.reader = new JsonReader(new StringReader(json));
        // Lenient for one thing: gson's strict reader refuses numbers of more than 1,023 digits.
        reader.setStrictness(Strictness.LENIENT);
        this.lists = lists;
    }

    static Wal2JsonMessage read(String json, ColumnLists lists) {
        Wal2JsonMessage message = new Wal2JsonMessage(json, lists);
        try {
            message.readObject();
        } catch (IOException | IllegalStateException | NumberFormatException | JsonParseException e) {
            throw message.violation("it is not the JSON that wal2json writes", e);
        }
        return message;
    }

    String action() {
        return required(action, "action");
    }

    /** The transaction id, in a message of action B. */
    long xid() {
        if (xid < 0) {
            throw violation("xid is missing");
        }
        return xid;
    }

    /** The replication origin of a message that was asked for it; 0 where there is none. */
    long origin() {
        return origin;
    }

    RelationName relation() {
        return new RelationName(required(schema, "schema"), required(table, "table"));
    }

    Row columns() {
        return required(columns, "columns");
    }

    Optional<Row> identity() {
        return Optional.ofNullable(identity);
    }

    PgTursoException violation(String what) {
        return violation(what, null);
    }

    private PgTursoException violation(String what, @Nullable Throwable cause) {
        RelationName relation = schema == null || table == null ? null : new RelationName(schema, table);
        String kind = action == null ? "unknown" : action;
        return new Violation(Plugin.WAL2JSON, "path " + reader.getPath(), kind, relation).because(what, cause);
    }

    private <T> T required(@Nullable T member, String name) {
        if (member == null) {
            throw violation(name + " is missing");
        }
        return member;
    }

    private void readObject() throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String member = reader.nextName();
            switch (member) {
                case "action" -> action = reader.nextString();
                case "xid" -> xid = reader.nextLong();
                case "origin" -> origin = reader.nextLong();
                case "schema" -> schema = reader.nextString();
                case "table" -> table = reader.nextString();
                case "columns" -> columns = readRow();
                case "identity" -> identity = readRow();
                default -> throw violation("unknown member");
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw violation("something follows its end");
        }
    }

    private Row readRow() throws IOException {
        RowBuilder row = new RowBuilder();
        reader.beginArray();
        while (reader.hasNext()) {
            readCell(row);
        }
        reader.endArray();
        return row.build(lists);
    }

    private void readCell(RowBuilder row) throws IOException {
        String name = null;
        Cell cell = null;
        int type = 0;
        reader.beginObject();
        while (reader.hasNext()) {
            String member = reader.nextName();
            switch (member) {
                case "name" -> name = reader.nextString();
                case "typeoid" -> type = reader.nextInt();
                case "value" -> cell = readValue(type);
                default -> throw violation("unknown member");
            }
        }
        reader.endObject();
        row.add(required(name, "name"), required(cell, "value"));
    }

    /** Gives back what wal2json took from the type's text: quotes of numbers, t and f, the \x of bytea. */
    private Cell readValue(int type) throws IOException {
        return switch (reader.peek()) {
            case NULL -> {
                reader.nextNull();
                yield Cell.NULL;
            }
            case BOOLEAN -> Cell.text(reader.nextBoolean() ? "t" : "f");
            case STRING -> Cell.text(type == BYTEA ? "\\x" + reader.nextString() : reader.nextString());
            case NUMBER -> Cell.text(reader.nextString());
            default -> throw violation("a value that is none");
        };
    }
}
