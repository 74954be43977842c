package org.pgturso.postgres;

import java.util.List;
import java.util.Optional;

/**
 * A column's type with domains resolved to what they are over, as {@code turso.shape} describes it.
 *
 * @param oid {@code pg_type.oid}
 * @param name schema-less name as {@code pg_type.typname}: {@code int8}, {@code _text}
 * @param display as {@code format_type} shows it, with type modifier: {@code character varying(10)}
 * @param kind what it is built from
 * @param element the element type of an {@link Kind#ARRAY}, empty otherwise
 * @param fields the fields of a {@link Kind#COMPOSITE}, empty otherwise
 * @param delimiter {@code typdelim}: between the elements in an array's text; a comma for all but {@code box}
 */
public record PgType(
        long oid,
        String name,
        String display,
        Kind kind,
        Optional<PgType> element,
        List<Field> fields,
        char delimiter) {
    /** How the type is built; domains don't occur. */
    public enum Kind {
        BASE,
        ENUM,
        RANGE,
        MULTIRANGE,
        ARRAY,
        COMPOSITE
    }

    /** One field of a composite type. */
    public record Field(String name, PgType type) {}

    public PgType {
        fields = List.copyOf(fields);
    }

    /** A type that is no array and no composite. */
    public static PgType scalar(long oid, String name) {
        return new PgType(oid, name, name, Kind.BASE, Optional.empty(), List.of(), ',');
    }
}
