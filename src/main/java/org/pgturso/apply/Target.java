package org.pgturso.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Statement;
import org.pgturso.turso.TursoClient;

/**
 * A Turso database that changes are applied to, exactly once: each batch and the watermark's step over it are one
 * transaction, and the step is a compare-and-set. Of two writers one fails; a batch sent twice is applied once.
 *
 * <p>A source names a stream of changes; each has its own watermark.
 */
public final class Target {
    private static final Statement CREATE_STATE =
            Statement.of("CREATE TABLE IF NOT EXISTS _pgturso_state (source TEXT PRIMARY KEY NOT NULL,"
                    + " lsn INTEGER NOT NULL, part_xid INTEGER NOT NULL, part INTEGER NOT NULL)");
    private static final String INSERT =
            "INSERT INTO _pgturso_state (source, lsn, part_xid, part) VALUES (?1, ?2, ?3, ?4)";
    private static final String UPSERT = INSERT
            + " ON CONFLICT (source) DO UPDATE SET lsn = excluded.lsn, part_xid = excluded.part_xid, part = excluded.part";
    /** Fails on lsn, which is NOT NULL, also where the source has no row. */
    private static final String STEP = "INSERT INTO _pgturso_state (source, lsn, part_xid, part)"
            + " SELECT ?1, CASE WHEN EXISTS (SELECT 1 FROM _pgturso_state"
            + " WHERE source = ?1 AND lsn = ?2 AND part_xid = ?3 AND part = ?4) THEN ?5 END, ?6, ?7 WHERE true"
            + " ON CONFLICT (source) DO UPDATE SET lsn = excluded.lsn, part_xid = excluded.part_xid, part = excluded.part";

    private final TursoClient client;

    public Target(TursoClient client) {
        this.client = client;
    }

    /** Which tables there are, and whose. */
    public TargetTables tables() {
        return new TargetTables(client);
    }

    /** How far the source's changes have got; empty where nothing is known of the source. */
    public Optional<Watermark> watermark(String source) {
        String select = "SELECT lsn, part_xid, part FROM _pgturso_state WHERE source = ?1";
        try {
            return client.query(Statement.of(select, text(source))).rows().stream()
                    .map(row -> new Watermark(number(row.get(0)), number(row.get(1)), number(row.get(2))))
                    .findFirst();
        } catch (PgTursoException e) {
            if (e.kind() == ErrorKind.TARGET_REJECTED && !exists("_pgturso_state")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sets the first watermark of a source.
     *
     * @throws PgTursoException of kind OUT_OF_STEP where the source has another one already
     */
    public void start(String source, Watermark first) {
        try {
            client.transaction(List.of(CREATE_STATE, state(INSERT, source, first)));
        } catch (PgTursoException e) {
            settle(e, source, Optional.empty(), first);
        }
    }

    /** Sets the watermark whatever it was. */
    public void reset(String source, Watermark watermark) {
        client.transaction(List.of(CREATE_STATE, state(UPSERT, source, watermark)));
    }

    /** Forgets the source's watermark and those of its copies. */
    public void forget(String source) {
        client.transaction(List.of(
                CREATE_STATE,
                Statement.of(
                        "DELETE FROM _pgturso_state WHERE source = ?1 OR substr(source, 1, length(?2)) = ?2",
                        text(source),
                        text(TableCopy.guard(source, "")))));
    }

    /**
     * Applies a batch and moves the watermark; returns when both are durable.
     *
     * @param expected where the watermark is now; not {@code next}
     * @throws PgTursoException of kind OUT_OF_STEP where the watermark is neither there nor at {@code next}: somebody
     *     else moved or removed it. After any other failure nothing was applied, or nobody can say; then the watermark
     *     will tell
     */
    public void commit(List<Statement> statements, String source, Watermark expected, Watermark next) {
        submit(statements, source, expected, next).await();
    }

    /** Begins what {@link #commit} does and returns at once; a failure's statement is the index of one of these. */
    public PendingCommit submit(List<Statement> statements, String source, Watermark expected, Watermark next) {
        if (expected.equals(next)) {
            throw new IllegalArgumentException("the watermark stays at " + next);
        }
        List<Statement> all = new ArrayList<>(statements.size() + 1);
        all.add(step(source, expected, next));
        all.addAll(statements);
        return new PendingCommit(client.submit(all), failure -> {
            failure.statement().ifPresent(index -> failure.statement(index - 1));
            settle(failure, source, Optional.of(expected), next);
        });
    }

    /** Begins to copy a whole table; rows that are there now go. */
    public TableCopy copy(TargetTable table, String source) {
        return new TableCopy(this, table, source);
    }

    /**
     * Finds out what became of a transaction that failed; returns only where the watermark is at {@code next}. Then this
     * or another writer has applied what the source holds up to there, which is the same.
     */
    private void settle(PgTursoException failure, String source, Optional<Watermark> expected, Watermark next) {
        if (failure.kind() == ErrorKind.CANCELLED) {
            throw failure;
        }
        Optional<Watermark> found;
        try {
            found = watermark(source);
        } catch (PgTursoException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        if (found.equals(Optional.of(next))) {
            return;
        }
        throw found.equals(expected) ? failure : outOfStep(source, expected, found);
    }

    private static PgTursoException outOfStep(String source, Optional<Watermark> expected, Optional<Watermark> found) {
        String detail =
                "Expected " + describe(expected) + " for source \"" + source + "\", found " + describe(found) + ".";
        if (found.isEmpty()) {
            return new PgTursoException(ErrorKind.OUT_OF_STEP, "watermark is missing in Turso")
                    .detail(detail)
                    .hint("The Turso database was restored or made anew. Run turso_resync.");
        }
        return new PgTursoException(ErrorKind.OUT_OF_STEP, "another writer has moved the watermark in Turso")
                .detail(detail)
                .hint(
                        "Let only one pgturso write for this source. If the Turso database was restored, run turso_resync.");
    }

    private static String describe(Optional<Watermark> watermark) {
        return watermark.map(Watermark::toString).orElse("none");
    }

    private boolean exists(String table) {
        String select = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1";
        return !client.query(Statement.of(select, text(table))).rows().isEmpty();
    }

    private static Statement state(String sql, String source, Watermark watermark) {
        return Statement.of(
                sql, text(source), number(watermark.endLsn()), number(watermark.partXid()), number(watermark.part()));
    }

    private static Statement step(String source, Watermark expected, Watermark next) {
        return Statement.of(
                STEP,
                text(source),
                number(expected.endLsn()),
                number(expected.partXid()),
                number(expected.part()),
                number(next.endLsn()),
                number(next.partXid()),
                number(next.part()));
    }

    private static SqliteValue text(String value) {
        return new SqliteValue.Text(value);
    }

    private static SqliteValue number(long value) {
        return new SqliteValue.Int(value);
    }

    private static long number(SqliteValue value) {
        if (value instanceof SqliteValue.Int number) {
            return number.value();
        }
        throw new PgTursoException(ErrorKind.PROTOCOL_VIOLATION, "watermark in Turso is not a number");
    }
}
