package org.pgturso.change;

/** A relation's schema and name, unquoted, as in {@code pg_class}. */
public record RelationName(String schema, String name) {
    /** {@code "schema.name"} as error messages show it. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
