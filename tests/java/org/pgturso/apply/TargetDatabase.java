package org.pgturso.apply;

import java.util.List;
import org.pgturso.turso.Statement;

/** What runs the statements under test. */
interface TargetDatabase extends AutoCloseable {
    /** Runs the statements of one transaction. */
    void run(List<Statement> statements);

    /** Rows as SQL literals, {@code 1|'a'|null}, in the order of their text. */
    List<String> query(String sql);

    @Override
    void close();
}
