package org.pgturso.sqlite;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Doubles that are hard to carry: all powers of two, extremes, decimals, random bit patterns, many of them subnormal. */
public final class OddDoubles {
    private static final long EXPONENT = 0x7ff0_0000_0000_0000L;
    private static final double[] NOTABLE = {
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Math.nextDown(Double.MIN_NORMAL),
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0.1,
        -0.1,
        1.0 / 3,
        Math.PI,
        1e22,
        Math.nextUp(1e22),
        0x1p53 + 2,
        0x1.fffffffffffffp56,
        0x1.fffffffffffffp57,
        0x1.fffffffffffffp-10,
        0x1.fffffffffffffp-11,
        12.34,
        1e-7,
        299792458
    };

    private OddDoubles() {}

    /** Finite doubles, the same for the same seed; the notable ones come first. */
    public static DoubleStream some(int count, long seed) {
        Random random = new Random(seed);
        DoubleStream powers = IntStream.rangeClosed(Double.MIN_EXPONENT - 52, Double.MAX_EXPONENT)
                .mapToDouble(exponent -> Math.scalb(exponent % 2 == 0 ? 1.0 : -1.0, exponent));
        DoubleStream patterns = DoubleStream.generate(() -> pattern(random)).filter(Double::isFinite);
        return DoubleStream.concat(DoubleStream.of(NOTABLE), DoubleStream.concat(powers, patterns))
                .limit(count);
    }

    private static double pattern(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.longBitsToDouble(random.nextLong() & ~EXPONENT);
            case 1 -> random.nextGaussian();
            case 2 -> random.nextInt() / 100.0;
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    /** The rows {@code [position, element]} as the JSON that json_each reads. */
    public static String jsonRows(double[] doubles) {
        return IntStream.range(0, doubles.length)
                .mapToObj(i -> "[" + i + "," + ExactReal.toJson(doubles[i]) + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }

    public static long[] bits(double[] doubles) {
        return Arrays.stream(doubles).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
