package org.pgturso.apply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Cell;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.ExactReal;
import org.pgturso.sqlite.JsonText;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;

/** Writes values where a {@link ValueSource} looks for them. */
final class ValueWriter {
    /** The longest row that Turso takes, in bytes of SQLite's record: the values with their lengths and types. */
    static final int LONGEST = 5_000_000;

    /** What a record has at most beside its values: the length of its head and, in an index, the row's id. */
    private static final int RECORD_BYTES = 12;

    /** The type of a text or BLOB with its length. */
    private static final int LENGTH_BYTES = 4;

    private static final int NUMBER_BYTES = 1 + Long.BYTES;

    private final TargetTable table;

    ValueWriter(TargetTable table) {
        this.table = table;
    }

    /**
     * Appends the cell as a JSON element for {@link ValueSource#element}.
     *
     * @throws UnreplicableRow where its codec can't read it
     */
    void element(StringBuilder json, int column, Cell cell) {
        SqliteValue value = encode(column, cell);
        if (value instanceof SqliteValue.Text text) {
            JsonText.append(json, text.value());
        } else if (value instanceof SqliteValue.Int number) {
            json.append(number.value());
        } else if (value instanceof SqliteValue.Real real) {
            json.append(ExactReal.toJson(real.value()));
        } else if (value instanceof SqliteValue.Blob blob) {
            json.append('"').append(blob.hex()).append('"');
        } else {
            json.append("null");
        }
    }

    /**
     * The cells as parameters for {@link ValueSource#PARAMETER}.
     *
     * @throws UnreplicableRow where a codec can't read a cell, or all of them together are too long for Turso
     */
    List<SqliteValue> parameters(int[] columns, List<Cell> cells) {
        List<SqliteValue> parameters = new ArrayList<>(cells.size());
        long bytes = RECORD_BYTES;
        for (int i = 0; i < columns.length; i++) {
            SqliteValue value = encode(columns[i], cells.get(i));
            bytes += recordBytes(columns[i], value);
            parameters.add(isReal(columns[i]) ? realParameter(columns[i], cells.get(i)) : value);
        }
        if (bytes > LONGEST) {
            throw tooLong(null, bytes);
        }
        return parameters;
    }

    private SqliteValue realParameter(int column, Cell cell) {
        StringBuilder json = new StringBuilder("[");
        element(json, column, cell);
        return new SqliteValue.Text(json.append(']').toString());
    }

    private boolean isReal(int column) {
        return table.columns().get(column).type() == SqliteType.REAL;
    }

    private SqliteValue encode(int column, Cell cell) {
        if (cell instanceof Cell.Text text) {
            TargetColumn target = table.columns().get(column);
            try {
                return target.codec().encode(text.value());
            } catch (PgTursoException e) {
                throw unreadable(target, utf8(text.value()), e);
            }
        }
        return SqliteValue.NULL;
    }

    private long recordBytes(int column, SqliteValue value) {
        long bytes;
        if (value instanceof SqliteValue.Text text) {
            bytes = utf8(text.value());
        } else if (value instanceof SqliteValue.Blob blob) {
            bytes = blob.hex().length() / 2;
        } else {
            return NUMBER_BYTES;
        }
        if (bytes > LONGEST) {
            throw tooLong(table.columns().get(column), bytes);
        }
        return bytes + LENGTH_BYTES;
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private UnreplicableRow tooLong(@Nullable TargetColumn column, long bytes) {
        String what = column == null ? "row" : "value";
        String where = column == null ? "A row of table \"" + table.name() + "\"" : describe(column);
        PgTursoException reason = new PgTursoException(ErrorKind.NOT_SUPPORTED, what + " is too long for Turso")
                .detail(String.format(Locale.ROOT, "%s has %,d bytes; Turso takes %,d at most.", where, bytes, LONGEST))
                .hint(
                        "Shorten it and call turso_resync, or go without such rows: option \"on_unreplicable\": \"skip\".");
        return new UnreplicableRow(column == null ? null : column.name(), bytes, reason);
    }

    private UnreplicableRow unreadable(TargetColumn column, long bytes, PgTursoException reason) {
        if (reason.detail() == null) {
            reason.detail(String.format(Locale.ROOT, "%s holds it. Its text has %,d bytes.", describe(column), bytes));
        }
        return new UnreplicableRow(column.name(), bytes, reason);
    }

    private String describe(TargetColumn column) {
        return "Column \"" + column.name() + "\" of table \"" + table.name() + "\"";
    }
}
