package org.pgturso.type;

import static org.pgturso.postgres.PgType.Kind.ARRAY;
import static org.pgturso.postgres.PgType.Kind.BASE;
import static org.pgturso.postgres.PgType.Kind.COMPOSITE;
import static org.pgturso.postgres.PgType.Kind.ENUM;
import static org.pgturso.postgres.PgType.Kind.MULTIRANGE;
import static org.pgturso.postgres.PgType.Kind.RANGE;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private static final TypeTable STANDARD = new TypeTable(StandardTypes.ROWS);

    private final List<TypeRow> rows;
    private final Map<Long, TypeRow> byOid = new HashMap<>();
    private final Map<String, TypeRow> ofExtensions = new HashMap<>();
    private final Map<PgType.Kind, KindRow> byKind = new EnumMap<>(PgType.Kind.class);

    /** @throws IllegalArgumentException where two rows have the same OID or name */
    TypeTable(List<TypeRow> rows) {
        this.rows = List.copyOf(rows);
        Set<String> names = new HashSet<>();
        for (TypeRow row : rows) {
            boolean taken = row.oid() == TypeRow.BY_NAME
                    ? ofExtensions.put(row.name(), row) != null
                    : byOid.put(row.oid(), row) != null;
            if (taken || !names.add(row.name())) {
                throw new IllegalArgumentException("two rows for type " + row.name());
            }
        }
        List.of(
                        new KindRow(ENUM, TypeTable::verbatim, "the label", "v::T"),
                        new KindRow(RANGE, TypeTable::verbatim, "Postgres' own text", "v::T"),
                        new KindRow(MULTIRANGE, TypeTable::verbatim, "Postgres' own text", "v::T"),
                        new KindRow(ARRAY, this::array, "a JSON array", "see below"),
                        new KindRow(COMPOSITE, this::composite, "a JSON object", "see below"),
                        new KindRow(BASE, TypeTable::verbatim, "Postgres' own text", "v::T"))
                .forEach(row -> byKind.put(row.kind(), row));
    }

    /** The mapping of a column's type; every type has one. */
    public static ColumnMapping mapping(PgType type, TypeOptions options) {
        ColumnMapping mapping = STANDARD.lookUp(type, options);
        return new ColumnMapping(mapping.sqliteType(), new NamedCodec(type.display(), mapping.codec()));
    }

    static TypeTable standard() {
        return STANDARD;
    }

    List<TypeRow> rows() {
        return rows;
    }

    /** The rows for types that have none of their own; the one for {@link PgType.Kind#BASE} is for any other type. */
    List<KindRow> kindRows() {
        return List.copyOf(byKind.values());
    }

    private ColumnMapping lookUp(PgType type, TypeOptions options) {
        return rowOf(type).map(row -> row.mapping(options)).orElseGet(() -> byKind(type, options));
    }

    private Optional<TypeRow> rowOf(PgType type) {
        TypeRow row = byOid.get(type.oid());
        return Optional.ofNullable(row == null && type.kind() == BASE ? ofExtensions.get(type.name()) : row);
    }

    private ColumnMapping byKind(PgType type, TypeOptions options) {
        KindRow row = byKind.get(type.kind());
        if (row == null) {
            throw new IllegalStateException("no row for kind " + type.kind());
        }
        return new ColumnMapping(SqliteType.TEXT, row.codec().apply(type, options));
    }

    private static Codec verbatim(PgType type, TypeOptions options) {
        return Codecs.VERBATIM;
    }

    private Codec array(PgType type, TypeOptions options) {
        PgType element = type.element().orElseThrow();
        return new ArrayCodec(lookUp(element, options).codec(), type.delimiter());
    }

    private Codec composite(PgType type, TypeOptions options) {
        return new CompositeCodec(type.fields().stream()
                .map(field -> new CompositeCodec.Field(
                        field.name(), lookUp(field.type(), options).codec()))
                .toList());
    }
}
