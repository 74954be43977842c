package org.pgturso.postgres;

import java.util.List;
import java.util.stream.Collectors;
import org.pgturso.change.RelationName;

/**
 * Pieces of SQL that read a relation's values as the text that their types' output functions give: the same text that
 * logical decoding gives.
 */
public enum SelectList {
    /** Of tables: read while all of {@link PinnedSettings} hold. */
    TABLE,
    /** Of views: read with the caller's {@code search_path}, so names in reg* types are looked up under another. */
    VIEW;

    private static final long FIRST_OF_USERS = 16_384;

    /** The columns' texts, null where a column is null. */
    public String texts(List<Column> columns) {
        return columns.stream().map(this::text).collect(Collectors.joining(", "));
    }

    /** The text of one column, null where it is null. */
    public String text(Column column) {
        String name = quote(column.name());
        if (this == VIEW && mayHoldNames(column.type())) {
            return "turso.pinned_text(" + name + ")";
        }
        // A cast to text would differ for boolean and char(n); concat does not.
        return "CASE WHEN " + name + " IS NOT DISTINCT FROM NULL THEN NULL ELSE pg_catalog.concat(" + name + ") END";
    }

    /** The text of a whole row with these columns, which has an alias. */
    public String row(String alias, List<Column> columns) {
        // The alias alone could be one of the columns.
        String row = "(" + alias + ".*)";
        boolean pinned = this == VIEW && columns.stream().anyMatch(column -> mayHoldNames(column.type()));
        return pinned ? "turso.pinned_text(" + row + ")" : row + "::text";
    }

    /** Whether a reg* type is part of it; what a user's range is over, its shape does not tell. */
    private static boolean mayHoldNames(PgType type) {
        return switch (type.kind()) {
            case BASE -> type.oid() < FIRST_OF_USERS && type.name().startsWith("reg");
            case ENUM -> false;
            case RANGE, MULTIRANGE -> type.oid() >= FIRST_OF_USERS;
            case ARRAY -> mayHoldNames(type.element().orElseThrow());
            case COMPOSITE -> type.fields().stream().anyMatch(field -> mayHoldNames(field.type()));
        };
    }

    public static String quote(RelationName relation) {
        return quote(relation.schema()) + "." + quote(relation.name());
    }

    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
