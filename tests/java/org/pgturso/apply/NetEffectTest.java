package org.pgturso.apply;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.pgturso.apply.SourceTable.Identity;
import org.pgturso.apply.Workload.Kind;
import org.pgturso.apply.Workload.Shape;
import org.pgturso.apply.Workload.Step;

/** Random changes leave SQLite with what the source holds. A failure prints the seed for {@code @Property(seed = …)}. */
class NetEffectTest {
    private static final int KEYS = 6;
    private static final int VALUES = 40;

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void keyedTableEndsAsItsSource(
            @ForAll("steps") List<Step> steps, @ForAll("keyed") Shape shape, @ForAll Identity identity) {
        try (Sqlite sqlite = new Sqlite()) {
            Workload.replicate(sqlite, shape, identity, steps);
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void keylessTableEndsAsItsSource(@ForAll("steps") List<Step> steps) {
        try (Sqlite sqlite = new Sqlite()) {
            Workload.replicate(sqlite, Shape.KEYLESS, Identity.FULL, steps);
        }
    }

    @Provide
    Arbitrary<Shape> keyed() {
        return Arbitraries.of(Shape.TWO_KEYS, Shape.INTEGER_KEY, Shape.TEXT_KEY, Shape.REAL_KEY);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> changes =
                Arbitraries.of(Kind.UPDATE, Kind.UPDATE_SMALL, Kind.CHANGE_KEY, Kind.CHANGE_KEY_SMALL, Kind.DELETE);
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Kind.INSERT)),
                Tuple.of(20, changes),
                Tuple.of(1, Arbitraries.just(Kind.TRUNCATE)),
                Tuple.of(2, Arbitraries.just(Kind.CUT)));
        Arbitrary<Integer> keys = Arbitraries.integers().between(0, KEYS - 1);
        return Combinators.combine(kinds, keys, keys, Arbitraries.integers().between(0, VALUES - 1))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }
}
