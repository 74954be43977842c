package org.pgturso.type;

import java.util.function.BiFunction;
import org.pgturso.postgres.PgType;

/**
 * What becomes of a type that has no row of its own, by how it is built. All are TEXT.
 *
 * @param codec makes the codec of such a type
 */
record KindRow(PgType.Kind kind, BiFunction<PgType, TypeOptions, Codec> codec, String form, String back) {}
