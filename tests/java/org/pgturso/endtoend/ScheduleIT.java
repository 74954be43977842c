package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.TursoServer;

/**
 * Real pg_cron. It starts jobs at full minutes only, so everything is scheduled before the first test, in all hosts, and
 * waits for the same minute.
 */
@ParameterizedClass
@EnumSource
@Timeout(240)
class ScheduleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final int DELIVERIES = 4;
    private static final String SERVING =
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CALL turso.run_schedule%' AND pid <> pg_backend_pid()";
    private static final Map<Host, Site> SITES = new EnumMap<>(Host.class);

    private final Host host;

    ScheduleIT(Host host) {
        this.host = host;
    }

    @BeforeAll
    static void scheduleEverything() throws SQLException {
        for (Host host : Host.values()) {
            if (host.isInstalled() && !SITES.containsKey(host)) {
                PostgresServer server = PostgresServer.start(Map.of("cron.database_name", Site.database(host)));
                Site site = Site.make(server, host);
                schedule(site);
                SITES.put(host, site);
            }
        }
    }

    private static void schedule(Site site) throws SQLException {
        site.source()
                .execute(
                        "CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT '"
                                + site.turso().url() + "' $$",
                        "CREATE TABLE dish (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
                        "CREATE VIEW tick AS SELECT count(*) AS n, pg_backend_pid() AS pid FROM dish",
                        "CREATE VIEW steady AS SELECT count(*) AS n FROM dish",
                        "CREATE VIEW stopped AS SELECT count(*) AS n FROM dish",
                        "CREATE VIEW minutely AS SELECT count(*) AS n FROM dish",
                        "SELECT turso_schedule_table_replication('dish', '2 seconds')",
                        "SELECT turso_schedule_mv_replication('tick', '2 seconds')",
                        "SELECT turso_schedule_mv_replication('steady', '1 second')",
                        "SELECT turso_schedule_mv_replication('stopped', '1 second')",
                        "SELECT turso_schedule_mv_replication('minutely', '* * * * *')");
    }

    @BeforeEach
    void assumeInstalled() {
        host.assumeInstalled();
    }

    @Test
    void aScheduleOfSecondsDeliversSeveralTimesWithinAMinuteFromOneBackend() throws SQLException {
        awaitDelivery("tick");
        Set<Object> pids = new HashSet<>();
        Set<String> minutes = new HashSet<>();
        int deliveries = 0;
        while (deliveries < DELIVERIES) {
            String before = minute();
            Object pid = awaitDelivery("tick");
            if (!minute().equals(before) || !minutes.contains(before)) {
                minutes.clear();
                pids.clear();
                deliveries = 0;
            }
            minutes.add(minute());
            pids.add(pid);
            deliveries++;
        }
        assertThat(pids).hasSize(1);
        new Replica(source(), turso(), "dish", "dish").assertSame();
    }

    @Test
    void ofSeveralJobsOfATargetOneServes() throws SQLException {
        awaitDelivery("steady");
        Await.untilAsserted(PATIENCE, () -> {
            assertThat(source().column(SERVING)).hasSize(1);
            assertThat(source().column("SELECT status FROM cron.job_run_details WHERE command ~ 'run_schedule'"
                            + " AND start_time >= date_trunc('minute', now())"))
                    .hasSizeGreaterThan(3)
                    .containsOnlyOnce("running")
                    .doesNotContain("failed");
        });
    }

    @Test
    void unscheduledByPgCronARelationIsLeftAlone() throws SQLException {
        awaitDelivery("stopped");
        source().execute("SELECT cron.unschedule(job) FROM turso.replication WHERE relation = 'stopped'::regclass");
        // A round that had begun before may still deliver it, after the other view; the next one has not.
        awaitDelivery("steady");
        awaitDelivery("steady");
        Object then = delivered("stopped");
        for (int i = 0; i < DELIVERIES; i++) {
            awaitDelivery("steady");
        }
        assertThat(delivered("stopped")).isEqualTo(then);
    }

    @Test
    void cronSyntaxDeliversToo() throws SQLException {
        Await.untilAsserted(PATIENCE, () -> {
            assertThat(delivered("minutely")).isNotEqualTo("nothing");
            assertThat(source().column("SELECT status FROM cron.job_run_details d JOIN turso.replication r"
                            + " ON r.job = d.jobid WHERE r.relation = 'minutely'::regclass"))
                    .contains("succeeded");
        });
    }

    @Test
    void jobsGoWithTheirReplications() throws SQLException {
        source().execute(
                        "CREATE VIEW brief AS SELECT 1 AS n",
                        "SELECT turso_schedule_mv_replication('brief', '5 minutes')");
        String job = source().value("SELECT job FROM turso.replication WHERE relation = 'brief'::regclass");
        assertThat(source().value("SELECT schedule || ' ' || command FROM cron.job WHERE jobid = " + job))
                .startsWith("* * * * * CALL turso.run_schedule(");
        source().execute("SELECT turso_unschedule_replication('brief')");
        assertThat(source().column("SELECT jobid FROM cron.job WHERE jobid = " + job))
                .isEmpty();
    }

    /** Adds a row, waits until a view's row in Turso says so, and returns that row's last column. */
    private Object awaitDelivery(String view) throws SQLException {
        source().execute("INSERT INTO dish DEFAULT VALUES");
        Long n = Long.valueOf(Objects.requireNonNull(source().value("SELECT count(*) FROM dish")));
        Await.until(view + " in Turso", PATIENCE, () -> n.equals(delivered(view)));
        return rows("SELECT * FROM " + view).get(0).get(1);
    }

    private Object delivered(String view) {
        List<List<Object>> rows = rows("SELECT n FROM " + view);
        return rows.isEmpty() ? "nothing" : rows.get(0).get(0);
    }

    @SuppressWarnings("unchecked")
    private List<List<Object>> rows(String sql) {
        return (List<List<Object>>) (List<?>) turso().query(sql);
    }

    private String minute() throws SQLException {
        return String.valueOf(source().value("SELECT date_trunc('minute', clock_timestamp())"));
    }

    private Source source() {
        return site().source();
    }

    private TursoServer turso() {
        return site().turso();
    }

    private Site site() {
        return Objects.requireNonNull(SITES.get(host));
    }
}
