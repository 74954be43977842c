package org.pgturso.type;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteType;

/**
 * Which SQLite type and codec stand for each Postgres type.
 *
 * <p>A type is looked up by its OID, then, where it is a base type, by the name an extension gave it, and at last by its
 * kind: an array is made of its element's row, a composite of its fields' rows.
 */
public final class TypeTable {
    private static final TypeTable STANDARD = new TypeTable(StandardTypes.ROWS, StandardTypes.KINDS);

    private final List<TypeRow> rows;
    private final List<KindRow> kinds;
    private final Map<Long, TypeRow> byOid = new HashMap<>();
    private final Map<String, TypeRow> ofExtensions = new HashMap<>();
    private final Map<PgType.Kind, KindRow> byKind = new EnumMap<>(PgType.Kind.class);

    /** @throws IllegalArgumentException where two rows have the same OID, name or kind, or a kind has none */
    TypeTable(List<TypeRow> rows, List<KindRow> kinds) {
        this.rows = List.copyOf(rows);
        this.kinds = List.copyOf(kinds);
        Set<String> names = new HashSet<>();
        for (TypeRow row : rows) {
            boolean taken = row.oid() == TypeRow.BY_NAME
                    ? ofExtensions.put(row.name(), row) != null
                    : byOid.put(row.oid(), row) != null;
            if (taken || !names.add(row.name())) {
                throw new IllegalArgumentException("two rows for type " + row.name());
            }
        }
        kinds.forEach(row -> byKind.put(row.kind(), row));
        if (byKind.size() != kinds.size() || byKind.size() != PgType.Kind.values().length) {
            throw new IllegalArgumentException("not one row for each kind");
        }
    }

    /** The mapping of a column's type; every type has one. */
    public static ColumnMapping mapping(PgType type, TypeOptions options) {
        ColumnMapping mapping = STANDARD.lookUp(type, options);
        return new ColumnMapping(mapping.sqliteType(), new NamedCodec(type, mapping.codec()));
    }

    static TypeTable standard() {
        return STANDARD;
    }

    List<TypeRow> rows() {
        return rows;
    }

    /** The rows for types that have none of their own. */
    List<KindRow> kinds() {
        return kinds;
    }

    private ColumnMapping lookUp(PgType type, TypeOptions options) {
        return row(type).map(row -> row.mapping(options)).orElseGet(() -> byKind(type, options));
    }

    private Optional<TypeRow> row(PgType type) {
        TypeRow row = byOid.get(type.oid());
        return Optional.ofNullable(
                row == null && type.kind() == PgType.Kind.BASE ? ofExtensions.get(type.name()) : row);
    }

    private ColumnMapping byKind(PgType type, TypeOptions options) {
        KindRow row = Objects.requireNonNull(byKind.get(type.kind()));
        Codec codec = row.codec().apply(type, part -> lookUp(part, options).codec());
        return new ColumnMapping(SqliteType.TEXT, codec);
    }
}
