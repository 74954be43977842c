package org.pgturso.apply;

import org.pgturso.sqlite.ExactReal;
import org.pgturso.sqlite.SqliteType;

/** Where the SQL of a statement finds a row's values; what stands there, {@link ValueWriter} writes. */
@FunctionalInterface
interface ValueSource {
    /** SQL for the value at an index, counted from 0, of a column of the given type. */
    String sql(SqliteType type, int index);

    /** A parameter a value: {@code ?1} is the value at 0. */
    ValueSource PARAMETER = (type, index) -> {
        String parameter = "?" + (index + 1);
        return type == SqliteType.REAL ? ExactReal.sqlExpression(parameter + "->>0") : parameter;
    };

    /** The elements of a JSON array. */
    static ValueSource element(String array) {
        return (type, index) -> {
            String element = array + "->>" + index;
            return switch (type) {
                case INTEGER, TEXT -> element;
                case BLOB -> "unhex(" + element + ")";
                case REAL -> ExactReal.sqlExpression(element);
            };
        };
    }
}
