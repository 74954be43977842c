package org.pgturso.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;
import org.pgturso.turso.TursoClient;

/**
 * Which table of a target belongs to which relation of which source, so that no table is overwritten that somebody else
 * made. The target itself keeps it, in {@code _pgturso_table}.
 */
public final class TargetTables {
    private static final Statement CREATE_CLAIMS =
            Statement.of("CREATE TABLE IF NOT EXISTS _pgturso_table (name TEXT PRIMARY KEY COLLATE NOCASE NOT NULL,"
                    + " source TEXT NOT NULL, relation TEXT NOT NULL)");

    private final TursoClient client;

    /** The relation that a table belongs to. */
    private record Owner(String source, String relation) {}

    public TargetTables(TursoClient client) {
        this.client = client;
    }

    /**
     * Makes the empty table for a relation, in place of the one that the relation had under this name.
     *
     * @param relation the relation within the source, such as {@code public.orders}
     * @throws PgTursoException of kind DUPLICATE_OBJECT where the name belongs to something else
     */
    public void create(TargetTable table, String source, String relation) {
        client.transaction(List.of(CREATE_CLAIMS));
        Owner owner = new Owner(source, relation);
        Optional<Owner> before = owner(table.name());
        if (before.isPresent() && !before.get().equals(owner)) {
            throw taken(
                    table.name(),
                    "It belongs to relation \"" + before.get().relation() + "\" of source \""
                            + before.get().source() + "\".");
        }
        if (before.isEmpty()) {
            type(table.name()).ifPresent(type -> {
                throw taken(table.name(), "There is a " + type + " of that name that pgturso did not make.");
            });
        }
        try {
            client.transaction(creation(table, owner, before.isPresent()));
        } catch (PgTursoException e) {
            // After a lost answer a second try finds the table that the first one made.
            if (before.isPresent()
                    || e.kind() == ErrorKind.CANCELLED
                    || !owner(table.name()).equals(Optional.of(owner))) {
                throw e;
            }
        }
    }

    /** Makes the table for a relation unless the relation has it already. */
    public void ensure(TargetTable table, String source, String relation) {
        client.transaction(List.of(CREATE_CLAIMS));
        if (!owner(table.name()).equals(Optional.of(new Owner(source, relation)))) {
            create(table, source, relation);
        }
    }

    /** Drops the relation's table; does nothing where the name is not the relation's. */
    public void drop(String name, String source, String relation) {
        client.transaction(List.of(CREATE_CLAIMS));
        Owner owner = new Owner(source, relation);
        if (owner(name).equals(Optional.of(owner))) {
            client.transaction(List.of(TableDdl.drop(name), release(name, owner)));
        }
    }

    private static List<Statement> creation(TargetTable table, Owner owner, boolean replace) {
        List<Statement> statements = new ArrayList<>();
        // Fails where another relation has claimed the name meanwhile.
        statements.add(release(table.name(), owner));
        statements.add(Statement.of(
                "INSERT INTO _pgturso_table (name, source, relation) VALUES (?1, ?2, ?3)",
                new SqliteValue.Text(table.name()),
                new SqliteValue.Text(owner.source()),
                new SqliteValue.Text(owner.relation())));
        statements.addAll(replace ? TableDdl.replace(table) : TableDdl.create(table));
        return statements;
    }

    private static Statement release(String name, Owner owner) {
        return Statement.of(
                "DELETE FROM _pgturso_table WHERE name = ?1 AND source = ?2 AND relation = ?3",
                new SqliteValue.Text(name),
                new SqliteValue.Text(owner.source()),
                new SqliteValue.Text(owner.relation()));
    }

    private Optional<Owner> owner(String name) {
        return first("SELECT source, relation FROM _pgturso_table WHERE name = ?1", name)
                .map(row -> new Owner(text(row.get(0)), text(row.get(1))));
    }

    private Optional<String> type(String name) {
        String select = "SELECT type FROM sqlite_master WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view')";
        return first(select, name).map(row -> text(row.get(0)));
    }

    private Optional<List<SqliteValue>> first(String select, String name) {
        return client.query(Statement.of(select, new SqliteValue.Text(name))).rows().stream()
                .findFirst();
    }

    private static String text(SqliteValue value) {
        if (value instanceof SqliteValue.Text text) {
            return text.value();
        }
        throw new PgTursoException(ErrorKind.PROTOCOL_VIOLATION, "name in Turso is not a text");
    }

    private static PgTursoException taken(String name, String detail) {
        return new PgTursoException(ErrorKind.DUPLICATE_OBJECT, "table \"" + name + "\" exists already in Turso")
                .detail(detail)
                .hint("Choose another name with the option \"name\", or drop what is there.");
    }
}
