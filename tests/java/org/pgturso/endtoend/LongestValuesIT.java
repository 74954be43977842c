package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;

/** Rows up to the length that Turso takes, and a byte longer. */
@ParameterizedClass
@EnumSource
class LongestValuesIT extends EndToEnd {
    private static final String SKIP = "{\"on_unreplicable\": \"skip\"}";

    /** What is left for one value beside a key and two more columns. */
    private static final int LONGEST = 5_000_000 - 12 - 4 - 3 * 9;

    LongestValuesIT(Host host) {
        super(new Variant(Plugin.PGOUTPUT, host));
    }

    @Test
    void theLongestRowsArriveAndLongerOnesAreSkipped() throws SQLException {
        execute(
                "CREATE TABLE long (id integer PRIMARY KEY, t text, b bytea, ts text[])",
                "CREATE VIEW held AS SELECT * FROM long WHERE id < 10",
                "CREATE VIEW longs AS SELECT * FROM long");
        insert(0, 0);
        insert(10, 1);
        scheduleTable("long", SKIP);
        scheduleView("longs", "{\"key\": [\"id\"], \"on_unreplicable\": \"skip\"}");
        replicate();
        assertThat(compare("held", "long")).isEqualTo(4);
        compare("held", "longs");
        assertTold("copy", "sync");
        execute("TRUNCATE long");
        replicate();
        insert(0, 0);
        insert(10, 1);
        replicate();
        assertThat(compare("held", "long")).isEqualTo(4);
        compare("held", "longs");
        assertTold("change", "copy", "sync", "sync");
        assertNothingOutOfTheOrdinary();
    }

    private void insert(int firstId, int more) throws SQLException {
        execute("INSERT INTO long (id, t) VALUES (%d, repeat('x', %d))".formatted(firstId, LONGEST + more));
        String wide = "INSERT INTO long (id, t) VALUES (%d, repeat('日', %d) || repeat('\"', %d))";
        execute(wide.formatted(firstId + 1, LONGEST / 3, LONGEST % 3 + more));
        String bytes = "INSERT INTO long (id, b) VALUES (%d, decode(repeat('0a', %d), 'hex'))";
        execute(bytes.formatted(firstId + 2, LONGEST + more));
        String array = "INSERT INTO long (id, ts) VALUES (%d, ARRAY[repeat('\"', %d), repeat('x', %d)])";
        execute(array.formatted(firstId + 3, 1000, LONGEST - 2000 - "[\"\",\"\"]".length() + more));
    }

    /** Of each kind four rows, a byte too long. */
    private void assertTold(String... kinds) throws SQLException {
        assertThat(source().column("SELECT what FROM turso_rejected WHERE bytes = 5000001 AND \"column\" IS NULL"
                        + " AND reason = 'row is too long for Turso' ORDER BY what"))
                .containsExactlyElementsOf(Arrays.stream(kinds)
                        .flatMap(kind -> Stream.generate(() -> kind).limit(4))
                        .toList());
    }
}
