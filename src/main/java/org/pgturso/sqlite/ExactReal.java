package org.pgturso.sqlite;

/**
 * Carries doubles to any SQLite through JSON bit for bit.
 *
 * <p>What a server makes of a decimal fraction, in JSON or in SQL, may be one unit off; integers are exact everywhere, and
 * so are multiplications and divisions by powers of two. So a double travels as integers:
 *
 * <ul>
 *   <li>m / 2<sup>s</sup> with 0 &le; s &le; 62 and |m| &lt; 2<sup>57</sup> as the one number 64 m + s: every double from
 *       2<sup>-10</sup> up to 2<sup>57</sup>, and smaller ones with fewer bits;
 *   <li>all others as {@code [64 m + s, n, d]}, which is m / 2<sup>s</sup> (n / d)<sup>19</sup>, where n and d are powers of
 *       two and one of them is 1. Multiplying 19 times goes straight from m / 2<sup>s</sup> to the result, so nothing
 *       overflows on the way, and every product has the bits of m and an exponent the result could have: no rounding, for
 *       subnormals neither;
 *   <li>-0.0 as {@code [0, -1, 1]}.
 * </ul>
 */
public final class ExactReal {
    private static final int POWER = 19;
    private static final int SHIFT_BITS = 6;
    private static final int MAX_SHIFT = 62;
    private static final int MAX_BITS = 57;
    private static final int FRACTION_BITS = 52;
    private static final int EXPONENT_BIAS = 1075;

    private ExactReal() {}

    /** The JSON element for a finite double. */
    public static String toJson(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int biased = (int) (bits >>> FRACTION_BITS) & 0x7ff;
        long fraction = bits & ((1L << FRACTION_BITS) - 1);
        long mantissa = biased == 0 ? fraction : fraction | 1L << FRACTION_BITS;
        if (mantissa == 0) {
            return bits < 0 ? "[0,-1,1]" : "0";
        }
        int zeros = Long.numberOfTrailingZeros(mantissa);
        long odd = mantissa >> zeros;
        return element(bits < 0 ? -odd : odd, Math.max(biased, 1) - EXPONENT_BIAS + zeros);
    }

    private static String element(long odd, int exponent) {
        if (exponent >= 0 && exponent + bitLength(odd) <= MAX_BITS) {
            return Long.toString(packed(odd << exponent, 0));
        }
        if (exponent <= 0 && exponent >= -MAX_SHIFT) {
            return Long.toString(packed(odd, -exponent));
        }
        int factor = -Math.floorDiv(-exponent, POWER);
        long power = 1L << Math.abs(factor);
        long first = packed(odd, POWER * factor - exponent);
        return factor > 0 ? "[" + first + "," + power + ",1]" : "[" + first + ",1," + power + "]";
    }

    private static int bitLength(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(Math.abs(value));
    }

    private static long packed(long m, int shift) {
        return (m << SHIFT_BITS) + shift;
    }

    /**
     * SQL for the value behind such an element: the REAL, and NULL for a JSON null. A JSON string comes through as the text
     * it is; it must sort before {@code [}, as {@code NaN} and the infinities do.
     *
     * @param element SQL that gives the element, such as {@code value->>3}; evaluated once
     */
    public static String sqlExpression(String element) {
        // A number sorts before any text: p<'' holds for the first form, p>='[' for an array.
        return "(SELECT CASE WHEN x THEN a" + "*x".repeat(POWER) + " ELSE a END FROM (SELECT"
                + " CASE WHEN p<'' THEN " + fraction("p") + " WHEN p>='[' THEN " + fraction("(p->>0)")
                + " ELSE p END AS a,"
                + " CASE WHEN p>='[' THEN CAST(p->>1 AS REAL)/(p->>2) END AS x"
                + " FROM (SELECT " + element + " AS p)))";
    }

    private static String fraction(String packed) {
        return "CAST(" + packed + ">>6 AS REAL)/(1<<(" + packed + "&63))";
    }
}
