package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.pgturso.servers.TursoServer;

/** What the tests of one variant share: a site without anything registered, and short words for what users do. */
@Timeout(120)
abstract class EndToEnd {
    /** A schedule of pg_cron that no test lives to see. */
    static final String RARELY = "0 0 1 1 *";

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Variant variant;
    private @Nullable Site site;

    EndToEnd(Variant variant) {
        // Not before each test: what runs after each would run all the same.
        variant.host().assumeInstalled();
        this.variant = variant;
    }

    @BeforeEach
    void clearSite() throws SQLException {
        Site cleared = findSite(variant.host());
        cleared.clear(variant.plugin());
        site = cleared;
    }

    /** The site that the tests of this class use. */
    Site findSite(Host host) throws SQLException {
        return Site.of(host);
    }

    final Variant variant() {
        return variant;
    }

    final Site site() {
        if (site == null) {
            throw new IllegalStateException("before the test began");
        }
        return site;
    }

    final Source source() {
        return site().source();
    }

    final TursoServer turso() {
        return site().turso();
    }

    final void execute(String... sql) throws SQLException {
        source().execute(sql);
    }

    final @Nullable String value(String sql) throws SQLException {
        return source().value(sql);
    }

    final Failure failureOf(String sql) throws SQLException {
        return Failure.of(source().connection(), sql);
    }

    final void scheduleTable(String relation) throws SQLException {
        scheduleTable(relation, "{}");
    }

    final void scheduleTable(String relation, String options) throws SQLException {
        execute("SELECT turso_schedule_table_replication('%s', '%s', 'default', '%s')"
                .formatted(relation, RARELY, options));
    }

    final void scheduleView(String relation) throws SQLException {
        scheduleView(relation, "{}");
    }

    final void scheduleView(String relation, String options) throws SQLException {
        execute("SELECT turso_schedule_mv_replication('%s', '%s', 'default', '%s')"
                .formatted(relation, RARELY, options));
    }

    final void replicate() throws SQLException {
        execute("SELECT * FROM turso_replicate_now()");
    }

    /** One run as pg_cron has it, which notes a failure instead of raising it. */
    final void runAsScheduled(String relation) throws SQLException {
        String id = value("SELECT id FROM turso.replication WHERE relation = '" + relation + "'::regclass");
        execute("CALL turso.run_schedule(" + id + ")");
    }

    /** Brings everything up to date and compares these relations of schema public. */
    final void replicateAndCompare(String... relations) throws SQLException {
        replicate();
        for (String relation : relations) {
            compare(relation);
        }
    }

    final int compare(String relation) throws SQLException {
        return compare(relation, relation);
    }

    final int compare(String relation, String table) throws SQLException {
        return new Replica(source(), turso(), relation, table).assertSame();
    }

    /** The names of the tables that Turso holds, pgturso's own left out. */
    final List<@Nullable Object> tablesInTurso() {
        return turso()
                .query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_pgturso%' ESCAPE '\\'"
                        + " AND name NOT LIKE 'sqlite%' ORDER BY name")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    final void assertNothingOutOfTheOrdinary() throws SQLException {
        assertThat(source().column("SELECT error FROM turso_status WHERE error IS NOT NULL"))
                .isEmpty();
    }
}
