package org.pgturso.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.change.OldRow;
import org.pgturso.change.Row;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.type.Codec;

/** Short words for tables and rows in tests. */
final class Rows {
    private Rows() {}

    /** A table of columns such as {@code "id INTEGER"}; the first ones, as many as said, are the key. */
    static TargetTable table(String name, int keyColumns, String... columns) {
        List<TargetColumn> all = new ArrayList<>();
        List<String> key = new ArrayList<>();
        for (String column : columns) {
            String[] words = column.split(" ", -1);
            SqliteType type = SqliteType.valueOf(words[1]);
            boolean inKey = all.size() < keyColumns;
            all.add(new TargetColumn(words[0], type, codec(type), inKey));
            if (inKey) {
                key.add(words[0]);
            }
        }
        return new TargetTable(name, all, key, List.of());
    }

    /** A row of names and values: {@code "id", "1", "note", null}. */
    static Row row(@Nullable String... namesAndValues) {
        List<String> names = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add(String.valueOf(namesAndValues[i]));
            cells.add(cell(namesAndValues[i + 1]));
        }
        return new Row(names, cells);
    }

    static OldRow old(@Nullable String... namesAndValues) {
        return new OldRow.Identity(row(namesAndValues));
    }

    static List<Cell> cells(@Nullable String... values) {
        return Arrays.stream(values).map(Rows::cell).toList();
    }

    static Cell cell(@Nullable String value) {
        return value == null ? Cell.NULL : Cell.text(value);
    }

    /** How {@link TargetDatabase#query} shows the value that stands for a Postgres text. */
    static String literal(TargetColumn column, @Nullable String text) {
        return literal(text == null ? SqliteValue.NULL : column.codec().encode(text));
    }

    static String literal(SqliteValue value) {
        if (value instanceof SqliteValue.Int number) {
            return Sqlite.literal(number.value());
        } else if (value instanceof SqliteValue.Real real) {
            return Sqlite.literal(real.value());
        } else if (value instanceof SqliteValue.Blob blob) {
            return Sqlite.literal(blob.bytes());
        }
        return value instanceof SqliteValue.Text plain ? Sqlite.literal(plain.value()) : "null";
    }

    private static Codec codec(SqliteType type) {
        return switch (type) {
            case INTEGER -> text -> new SqliteValue.Int(Long.parseLong(text));
            case REAL -> Rows::real;
            case TEXT -> SqliteValue.Text::new;
            case BLOB -> text -> new SqliteValue.Blob(text.substring(2));
        };
    }

    private static SqliteValue real(String text) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? new SqliteValue.Real(value) : new SqliteValue.Text(text);
    }
}
