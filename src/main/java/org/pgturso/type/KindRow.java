package org.pgturso.type;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.pgturso.postgres.PgType;

/**
 * What becomes of a type that has no row of its own, by how it is built. All are TEXT.
 *
 * @param kind {@link PgType.Kind#BASE} is for any type that is nothing else
 * @param names these types, in the plural
 * @param codec makes a type's codec, given that of each part
 * @param form see {@link TypeRow#form}
 * @param back see {@link TypeRow#back}
 */
record KindRow(
        PgType.Kind kind,
        String names,
        BiFunction<PgType, Function<PgType, Codec>, Codec> codec,
        String form,
        String back) {
    /** A kind that is written as its own text. */
    static KindRow verbatim(PgType.Kind kind, String names, String form) {
        return new KindRow(kind, names, (type, parts) -> Codecs.VERBATIM, form, TypeRow.CAST);
    }
}
