package org.pgturso.stress;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A table that a workload writes to.
 *
 * @param relation its name in Postgres, quoted where needed
 * @param target its name in Turso
 * @param ddl makes it
 * @param expected the columns as they are to be in Turso, as integers, floats and texts
 * @param changes statements that change it, each made up anew from random numbers; some fail
 */
record Subject(
        String relation, String target, List<String> ddl, String expected, List<Function<Random, String>> changes) {
    Subject {
        ddl = List.copyOf(ddl);
        changes = List.copyOf(changes);
    }

    String change(Random random) {
        return changes.get(random.nextInt(changes.size())).apply(random);
    }
}
