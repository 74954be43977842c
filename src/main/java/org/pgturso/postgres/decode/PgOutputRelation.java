package org.pgturso.postgres.decode;

import java.util.ArrayList;
import java.util.List;
import org.pgturso.change.Cell;
import org.pgturso.change.RelationName;
import org.pgturso.change.Row;

/** A relation as pgoutput describes it before its first change, and again when it has changed. */
record PgOutputRelation(int oid, RelationName name, List<String> columns) {
    PgOutputRelation {
        columns = List.copyOf(columns);
    }

    /** Reads a Relation message after its first byte. */
    static PgOutputRelation read(WireReader message) {
        int oid = message.int32();
        String schema = message.cString();
        RelationName name = new RelationName(schema.isEmpty() ? "pg_catalog" : schema, message.cString());
        message.about(name);
        message.int8(); // replica identity
        int count = message.int16();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            message.int8(); // 1 if part of the key
            columns.add(message.cString());
            message.int32(); // type
            message.int32(); // type modifier
        }
        return new PgOutputRelation(oid, name, columns);
    }

    /** Reads a TupleData; columns whose TOAST value is unchanged are left out. */
    Row row(WireReader message) {
        int count = message.int16();
        if (count != columns.size()) {
            throw message.violation(count + " values for " + columns.size() + " columns");
        }
        Cell[] cells = new Cell[count];
        for (int i = 0; i < count; i++) {
            byte kind = message.int8();
            switch (kind) {
                case 't' -> cells[i] = new Cell.Text(message.text());
                case 'n' -> cells[i] = Cell.NULL;
                case 'u' -> {
                    return rowWithout(i, cells, message);
                }
                default -> throw message.unexpected(kind);
            }
        }
        return new Row(columns, List.of(cells));
    }

    /** Reads on after the first unchanged TOAST value, which is rare. */
    private Row rowWithout(int absent, Cell[] before, WireReader message) {
        RowBuilder row = new RowBuilder();
        for (int i = 0; i < absent; i++) {
            row.add(columns.get(i), before[i]);
        }
        for (int i = absent + 1; i < columns.size(); i++) {
            byte kind = message.int8();
            switch (kind) {
                case 't' -> row.add(columns.get(i), new Cell.Text(message.text()));
                case 'n' -> row.add(columns.get(i), Cell.NULL);
                case 'u' -> {}
                default -> throw message.unexpected(kind);
            }
        }
        return row.build();
    }
}
