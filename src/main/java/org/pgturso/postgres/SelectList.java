package org.pgturso.postgres;

import java.util.List;
import java.util.stream.Collectors;
import org.pgturso.change.RelationName;

/** Pieces of SQL that read a relation's values as text. */
public final class SelectList {
    private SelectList() {}

    /**
     * The columns as the text that their types' output functions give: the same text that logical decoding gives.
     * A cast to text would differ for {@code boolean} and {@code char(n)}; {@code concat} does not.
     */
    public static String texts(List<Column> columns) {
        return columns.stream().map(column -> text(column.name())).collect(Collectors.joining(", "));
    }

    /** The text of one column, null where it is null. */
    public static String text(String column) {
        String name = quote(column);
        return "CASE WHEN " + name + " IS NOT DISTINCT FROM NULL THEN NULL ELSE concat(" + name + ") END";
    }

    public static String quote(RelationName relation) {
        return quote(relation.schema()) + "." + quote(relation.name());
    }

    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
