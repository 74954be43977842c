package org.pgturso.replication;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.pgturso.change.Cell;
import org.pgturso.change.Row;

/** Rows and names as SQL functions of the extension take them: JSON. */
final class RowJson {
    private RowJson() {}

    /** An array of objects, each with those of the columns that its row has: a string, or null for NULL. */
    static String rows(List<Row> rows, List<String> columns) {
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(object(row, columns)));
        return array.toString();
    }

    static String names(List<String> names) {
        JsonArray array = new JsonArray();
        names.forEach(array::add);
        return array.toString();
    }

    private static JsonObject object(Row row, List<String> columns) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < row.size(); i++) {
            String column = row.columns().get(i);
            if (columns.contains(column)) {
                object.addProperty(column, row.cells().get(i) instanceof Cell.Text text ? text.value() : null);
            }
        }
        return object;
    }
}
