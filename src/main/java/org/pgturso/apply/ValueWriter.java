package org.pgturso.apply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pgturso.change.Cell;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.ExactReal;
import org.pgturso.sqlite.JsonText;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;

/** Writes values where a {@link ValueSource} looks for them. */
final class ValueWriter {
    /** The longest value or row that Turso takes, in bytes. */
    static final int LONGEST = 5_000_000;

    private final TargetTable table;

    ValueWriter(TargetTable table) {
        this.table = table;
    }

    /** Appends the cell as a JSON element for {@link ValueSource#element}. */
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
     * @throws PgTursoException of kind NOT_SUPPORTED where a value or all of them together are too long for Turso
     */
    List<SqliteValue> parameters(int[] columns, List<Cell> cells) {
        List<SqliteValue> parameters = new ArrayList<>(cells.size());
        long bytes = 0;
        for (int i = 0; i < columns.length; i++) {
            SqliteValue value = encode(columns[i], cells.get(i));
            bytes += checkLength(columns[i], value);
            parameters.add(isReal(columns[i]) ? realParameter(columns[i], cells.get(i)) : value);
        }
        if (bytes > LONGEST) {
            throw tooLong("row", "A row of table \"" + table.name() + "\"", bytes);
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
                throw e.detail() == null ? e.detail(describe(target) + " holds it.") : e;
            }
        }
        return SqliteValue.NULL;
    }

    private long checkLength(int column, SqliteValue value) {
        long bytes = length(value);
        if (bytes > LONGEST) {
            throw tooLong("value", describe(table.columns().get(column)), bytes);
        }
        return bytes;
    }

    private static long length(SqliteValue value) {
        if (value instanceof SqliteValue.Text text) {
            return text.value().getBytes(StandardCharsets.UTF_8).length;
        }
        return value instanceof SqliteValue.Blob blob ? blob.hex().length() / 2 : Long.BYTES;
    }

    private PgTursoException tooLong(String what, String where, long bytes) {
        return new PgTursoException(ErrorKind.NOT_SUPPORTED, what + " is too long for Turso")
                .detail(String.format(Locale.ROOT, "%s has %,d bytes; Turso takes %,d at most.", where, bytes, LONGEST))
                .hint("Keep values of this length out of replicated tables.");
    }

    private String describe(TargetColumn column) {
        return "Column \"" + column.name() + "\" of table \"" + table.name() + "\"";
    }
}
