package org.pgturso.apply;

import java.util.List;

/**
 * An index of a target table. It never enforces uniqueness: Postgres did, and inside a batch rows may clash on the way.
 *
 * @param name unique in the target's database, as SQLite demands
 */
public record TargetIndex(String name, List<String> columns) {
    public TargetIndex {
        columns = List.copyOf(columns);
    }
}
