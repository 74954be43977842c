package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A role that is no superuser, with the rights that {@code docs/operations.md} names and no others. */
@ParameterizedClass
@MethodSource("org.pgturso.endtoend.Variant#all")
class RightsIT extends EndToEnd {
    private static final String ROLE = "endtoend_app";

    RightsIT(Variant variant) {
        super(variant);
    }

    @BeforeEach
    void becomeTheRole() throws SQLException {
        execute(
                "CREATE ROLE " + ROLE + " REPLICATION",
                "GRANT USAGE ON SCHEMA turso TO " + ROLE,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA turso TO " + ROLE,
                "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA turso TO " + ROLE,
                "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA turso TO " + ROLE,
                "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO " + ROLE,
                "GRANT SELECT ON turso_status, turso_runs, turso_rejected TO " + ROLE,
                "GRANT CREATE ON DATABASE \"" + source().database() + "\" TO " + ROLE,
                "GRANT CREATE ON SCHEMA public TO " + ROLE);
        if (variant().host() == Host.PLJAVA) {
            execute("GRANT USAGE ON SCHEMA sqlj, cron TO " + ROLE);
        }
        execute(
                "SET ROLE " + ROLE,
                "CREATE TABLE dish (id integer PRIMARY KEY, name text)",
                "INSERT INTO dish VALUES (1, 'soup')",
                "CREATE VIEW menu AS SELECT id, name FROM dish",
                "CREATE MATERIALIZED VIEW names AS SELECT name FROM dish");
    }

    @AfterEach
    void dropTheRole() throws SQLException {
        execute(
                "RESET ROLE",
                "SELECT turso_drop_target(name) FROM turso.target",
                "DROP OWNED BY " + ROLE + " CASCADE",
                "DROP ROLE " + ROLE);
    }

    @Test
    void canDoEverything() throws SQLException {
        scheduleTable("dish");
        scheduleView("menu", "{\"key\": [\"id\"]}");
        scheduleView("names");
        replicateAndCompare("dish", "menu", "names");
        execute("INSERT INTO dish VALUES (2, 'stew')", "UPDATE dish SET name = 'x' WHERE id = 1");
        replicateAndCompare("dish", "menu", "names");
        runAsScheduled("dish");
        assertNothingOutOfTheOrdinary();
        assertThat(source().column("SELECT \"check\" FROM turso_check() WHERE NOT ok"))
                .isEmpty();
        assertThat(value("SELECT turso_query('SELECT count(*) AS n FROM dish')"))
                .isEqualTo("{\"n\": 2}");
        execute("SELECT turso_pause('dish')", "SELECT turso_resume('dish')", "SELECT turso_resync()");
        replicateAndCompare("dish", "menu", "names");
        execute(
                "SELECT turso_unschedule_replication('menu')",
                "SELECT turso_unschedule_replication('names')",
                "SELECT turso_unschedule_replication('dish')",
                "SELECT turso_drop_target('default')");
        assertThat(value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                .isEqualTo("0");
    }

    @Test
    void rowSecurityHidesNothingSilently() throws SQLException {
        execute(
                "INSERT INTO dish VALUES (2, 'stew')",
                "CREATE POLICY most ON dish USING (id > 1)",
                "ALTER TABLE dish ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
                "CREATE VIEW seen WITH (security_invoker = true) AS SELECT id, name FROM dish");
        scheduleTable("dish");
        scheduleView("seen", "{\"key\": [\"id\"]}");
        scheduleView("menu", "{\"key\": [\"id\"]}");
        if (variant().host() == Host.PLJAVA) {
            // The worker's role is a superuser, from whom nothing is hidden.
            for (String relation : new String[] {"dish", "seen"}) {
                Failure failure = failureOf("SELECT * FROM turso_replicate_now('" + relation + "')");
                assertThat(failure.sqlState()).isEqualTo("42501");
                assertThat(failure.message()).contains("row-level security policy for table \"dish\"");
                assertThat(failure.hint()).contains("BYPASSRLS");
            }
            execute("ALTER TABLE dish NO FORCE ROW LEVEL SECURITY");
        }
        replicateAndCompare("dish", "seen", "menu");
        assertThat(compare("dish")).isEqualTo(2);
        assertThat(value("SELECT current_setting('row_security')")).isEqualTo("on");
    }

    @Test
    void canUseTheLowLevelCall() throws SQLException {
        execute(
                "SELECT pg_create_logical_replication_slot('endtoend_rights', 'test_decoding')",
                "UPDATE dish SET name = 'x'");
        assertThat(source().column("SELECT statements FROM turso_replicate('endtoend_rights', NULL, NULL)"))
                .containsExactly("1");
        execute("SELECT pg_drop_replication_slot('endtoend_rights')");
    }
}
