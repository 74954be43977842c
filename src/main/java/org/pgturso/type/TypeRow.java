package org.pgturso.type;

import java.util.Optional;
import java.util.function.Predicate;
import org.pgturso.sqlite.SqliteType;

/**
 * One Postgres type and what becomes of it.
 *
 * @param oid {@code pg_type.oid}; {@link #BY_NAME} for an extension's type, whose OID differs from database to database
 * @param name {@code pg_type.typname}
 * @param form what the SQLite value looks like, for people
 * @param back SQL that turns the SQLite value, as the text {@code v}, into a value of the type {@code T} again
 * @param because why it is not the obvious; may be empty
 * @param choice what a replication's option makes of it instead
 */
record TypeRow(
        long oid,
        String name,
        ColumnMapping mapping,
        String form,
        String back,
        String because,
        Optional<Choice> choice) {
    static final long BY_NAME = 0;
    static final String CAST = "v::T";

    /** Another mapping, for replications whose options ask for it. */
    record Choice(String option, Predicate<TypeOptions> chosen, ColumnMapping mapping, String form) {}

    static TypeRow row(long oid, String name, SqliteType sqliteType, Codec codec, String form) {
        return new TypeRow(oid, name, new ColumnMapping(sqliteType, codec), form, CAST, "", Optional.empty());
    }

    /** A type of an extension, told by its name. */
    static TypeRow row(String name, SqliteType sqliteType, Codec codec, String form) {
        return row(BY_NAME, name, sqliteType, codec, form);
    }

    TypeRow back(String sql) {
        return new TypeRow(oid, name, mapping, form, sql, because, choice);
    }

    TypeRow because(String reason) {
        return new TypeRow(oid, name, mapping, form, back, reason, choice);
    }

    TypeRow or(String option, Predicate<TypeOptions> chosen, SqliteType sqliteType, Codec codec, String otherForm) {
        Choice other = new Choice(option, chosen, new ColumnMapping(sqliteType, codec), otherForm);
        return new TypeRow(oid, name, mapping, form, back, because, Optional.of(other));
    }

    ColumnMapping mapping(TypeOptions options) {
        return choice.filter(other -> other.chosen().test(options))
                .map(Choice::mapping)
                .orElse(mapping);
    }
}
