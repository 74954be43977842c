package org.pgturso.postgres;

import java.util.List;

/** A plain btree index: no expressions, no predicate. The primary key's is not among them. */
public record Index(String name, List<String> columns, boolean unique) {
    public Index {
        columns = List.copyOf(columns);
    }
}
