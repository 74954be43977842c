package org.pgturso.postgres.slot;

import java.util.Arrays;
import java.util.List;
import org.pgturso.postgres.decode.WireSamples;

/**
 * SQL of tests/resources/contract: what is there before the slots are made, and the changes that they are to tell. A
 * statement ends with a semicolon at the end of a line.
 */
record Scenario(List<String> before, List<String> changes) {
    static Scenario named(String name) {
        String[] parts = WireSamples.resource("/contract/" + name + ".sql").split("\n---\n", 2);
        return new Scenario(statements(parts[0]), statements(parts[1]));
    }

    private static List<String> statements(String sql) {
        return Arrays.stream(sql.split(";\n")).toList();
    }
}
