package org.pgturso.apply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Index;
import org.pgturso.postgres.Relation;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.type.ColumnMapping;
import org.pgturso.type.TypeOptions;
import org.pgturso.type.TypeTable;

/** Works out the target table of a relation. */
record TableShape(Relation relation, String targetName, TypeOptions options) {
    private static final String OTHER_NAMES = "Rename a column, or replicate a view that has other names.";

    TargetTable table(boolean withIndexes) {
        checkName();
        List<TargetColumn> columns = new ArrayList<>();
        for (Column column : relation.columns()) {
            columns.add(column(column));
        }
        List<String> key = relation.key();
        if (key.isEmpty() && relation.kind() != Relation.Kind.TABLE) {
            columns.add(new TargetColumn(TargetTable.HIDDEN_KEY, SqliteType.TEXT, SqliteValue.Text::new, true));
            key = List.of(TargetTable.HIDDEN_KEY);
        }
        checkColumns(columns, key);
        List<TargetIndex> indexes = withIndexes ? indexes() : List.of();
        return new TargetTable(targetName, columns, key, indexes);
    }

    private TargetColumn column(Column column) {
        boolean inKey = relation.key().contains(column.name());
        ColumnMapping mapping = TypeTable.mapping(column.type(), inKey ? exact(options) : options);
        return new TargetColumn(column.name(), mapping.sqliteType(), mapping.codec(), inKey || column.notNull());
    }

    private static TypeOptions exact(TypeOptions options) {
        return new TypeOptions(false, options.vectorAsBlob());
    }

    private List<TargetIndex> indexes() {
        List<TargetIndex> indexes = new ArrayList<>();
        for (Index index : relation.indexes()) {
            boolean isKey = index.columns().equals(relation.key());
            if (!isKey) {
                indexes.add(new TargetIndex(targetName + "." + index.name(), index.columns()));
            }
        }
        return indexes;
    }

    private void checkName() {
        String folded = fold(targetName);
        if (folded.startsWith("sqlite_") || folded.startsWith("_pgturso_") || folded.equals("json_each")) {
            throw new PgTursoException(
                            ErrorKind.NOT_SUPPORTED, "table name \"" + targetName + "\" is reserved in Turso")
                    .detail(
                            "Names that start with \"sqlite_\" or \"_pgturso_\", and \"json_each\", can't be given to tables.")
                    .hint("Choose another name with the option \"name\".");
        }
    }

    private void checkColumns(List<TargetColumn> columns, List<String> key) {
        if (relation.columns().isEmpty()) {
            throw unsupported("It has no column that can be replicated.");
        }
        Set<String> folded = new HashSet<>();
        for (TargetColumn column : columns) {
            if (!folded.add(fold(column.name()))) {
                throw unsupported("SQLite does not tell upper case from lower case: it takes only one column named \""
                                + column.name() + "\".")
                        .hint(OTHER_NAMES);
            }
        }
        if (key.size() != 1 && TableSql.rowId(columns).isEmpty()) {
            throw unsupported("It has columns with all names that SQLite has for the row id.")
                    .hint(OTHER_NAMES);
        }
    }

    private PgTursoException unsupported(String detail) {
        return new PgTursoException(
                        ErrorKind.NOT_SUPPORTED,
                        relation.kind().word() + " \"" + relation.name() + "\" can't be kept in SQLite")
                .detail(detail);
    }

    /** SQLite ignores case in names, but only that of the ASCII letters; a few more clashes than needed do no harm. */
    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
