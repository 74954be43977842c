package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.apply.SourceTable.Identity;
import org.pgturso.apply.Workload.Kind;
import org.pgturso.apply.Workload.Shape;
import org.pgturso.apply.Workload.Step;
import org.pgturso.change.OldRow;
import org.pgturso.servers.TursoServer;

/** The statements of batches on a Turso server. */
class BatchIT {
    private static final int STEPS = 400;

    private static final TursoServer SERVER = TursoServer.create();
    private static final TursoDatabase DATABASE = new TursoDatabase(SERVER.url());

    @AfterAll
    static void close() {
        DATABASE.close();
        SERVER.close();
    }

    @ParameterizedTest
    @EnumSource
    void randomChangesArrive(Shape shape) {
        long seed = Long.getLong("pgturso.seed", System.nanoTime());
        Identity identity = shape == Shape.KEYLESS ? Identity.FULL : Identity.KEY_WHEN_CHANGED;
        assertThatCode(() -> Workload.replicate(DATABASE, shape, identity, steps(new Random(seed))))
                .as("again with -Dpgturso.seed=%d", seed)
                .doesNotThrowAnyException();
    }

    @Test
    void oddTextsArriveAsTheyAre() {
        TargetTable table = Rows.table("texts", 1, "a TEXT", "b TEXT");
        List<String> texts = List.of(
                "",
                "007",
                "1.0",
                "null",
                "{\"a\": [1,\t2]}",
                "\"\\",
                "\n\r\t\u0001\u001f\u007f",
                "\u2028 日本語 😀",
                "'?1");
        DATABASE.run(TableDdl.replace(table));
        RowWriter rows = new RowWriter(table);
        texts.forEach(text -> rows.upsert(Rows.cells(text, text)));
        DATABASE.run(rows.take());
        List<String> expected = new ArrayList<>();
        texts.forEach(text -> expected.add("'text'|'" + text + "'"));
        expected.sort(null);
        assertThat(DATABASE.query("SELECT typeof(b), b FROM texts WHERE a = b")).isEqualTo(expected);
        texts.forEach(text -> rows.delete(Rows.cells(text)));
        DATABASE.run(rows.take());
        assertThat(DATABASE.query("SELECT * FROM texts")).isEmpty();
    }

    @Test
    void manyRowsByCompositeKeysAreQuick() {
        TargetTable table = Rows.table("many", 2, "a INTEGER", "b TEXT", "c TEXT", "d TEXT");
        DATABASE.run(TableDdl.replace(table));
        Batch inserts = new Batch();
        Batch changes = new Batch();
        for (int i = 0; i < 40_000; i++) {
            inserts.insert(table, Rows.row("a", "" + i, "b", "b" + i, "c", "c", "d", "d"));
            if (i % 2 == 0) {
                changes.delete(table, Rows.old("a", "" + i, "b", "b" + i));
            } else {
                changes.update(table, OldRow.NONE, Rows.row("a", "" + i, "b", "b" + i, "c", "new"));
            }
        }
        DATABASE.run(inserts.statements());
        DATABASE.run(changes.statements());
        assertThat(DATABASE.query("SELECT count(*), c, d FROM many GROUP BY c, d"))
                .containsExactly("20000|'new'|'d'");
    }

    @Test
    void rowOfMegabytesArrives() {
        TargetTable table = Rows.table("long", 1, "id INTEGER", "a TEXT", "x BLOB", "r REAL");
        DATABASE.run(TableDdl.replace(table));
        RowWriter rows = new RowWriter(table);
        rows.upsert(Rows.cells("1", "\"".repeat(2_000_000), "\\x" + "0a".repeat(2_000_000), "0.1"));
        DATABASE.run(rows.take());
        assertThat(DATABASE.query("SELECT id, length(a), length(x), r FROM long"))
                .containsExactly("1|2000000|2000000|0.1");
    }

    private static List<Step> steps(Random random) {
        Kind[] kinds = Kind.values();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            Kind kind = kinds[random.nextInt(kinds.length)];
            boolean rare = kind == Kind.TRUNCATE && random.nextInt(5) > 0;
            steps.add(new Step(rare ? Kind.INSERT : kind, random.nextInt(6), random.nextInt(6), random.nextInt(40)));
        }
        return steps;
    }
}
