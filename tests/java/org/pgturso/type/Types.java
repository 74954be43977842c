package org.pgturso.type;

import java.util.List;
import java.util.Optional;
import org.pgturso.postgres.PgType;

/** Types for tests. */
final class Types {
    private static final long ABOVE_BUILT_IN = 20_000;

    private Types() {}

    /** A built-in type, or an extension's, by its name. */
    static PgType named(String name) {
        return TypeTable.standard().rows().stream()
                .filter(row -> row.name().equals(name))
                .map(row -> PgType.scalar(row.oid() == TypeRow.BY_NAME ? ABOVE_BUILT_IN : row.oid(), name))
                .findFirst()
                .orElseThrow();
    }

    static PgType array(PgType element) {
        char delimiter = element.name().equals("box") ? ';' : ',';
        return new PgType(
                ABOVE_BUILT_IN + 1,
                "_" + element.name(),
                element.display() + "[]",
                PgType.Kind.ARRAY,
                Optional.of(element),
                List.of(),
                delimiter);
    }

    static PgType composite(String name, PgType.Field... fields) {
        return new PgType(
                ABOVE_BUILT_IN + 2, name, name, PgType.Kind.COMPOSITE, Optional.empty(), List.of(fields), ',');
    }
}
