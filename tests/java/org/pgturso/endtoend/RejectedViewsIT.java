package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;

/** What {@link RejectedIT} has of tables, of views, and what does not depend on the output plugin. */
@ParameterizedClass
@EnumSource
class RejectedViewsIT extends EndToEnd {
    private static final String SKIP = "{\"on_unreplicable\": \"skip\"}";
    private static final String TOO_LONG = "repeat('é', 2500001)";
    private static final String MESSAGE = "value is too long for Turso";

    RejectedViewsIT(Host host) {
        super(new Variant(Plugin.PGOUTPUT, host));
    }

    @BeforeEach
    void createDishes() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text, note text)",
                "INSERT INTO dish SELECT i, 'dish ' || i, 'note' FROM generate_series(1, 4) i",
                "CREATE TABLE other (id integer PRIMARY KEY)",
                "INSERT INTO other VALUES (1)");
    }

    @Test
    void aViewThatFailsDoesNotHoldUpOthers() throws SQLException {
        execute("CREATE VIEW others AS SELECT id FROM other");
        execute("CREATE VIEW dishes AS SELECT * FROM dish");
        scheduleView("dishes", "{\"key\": [\"id\"]}");
        scheduleView("others");
        replicateAndCompare("dishes", "others");
        execute("UPDATE dish SET name = " + TOO_LONG + " WHERE id = 1", "INSERT INTO other VALUES (2)");
        runAsScheduled("dishes");
        runAsScheduled("others");
        compare("others");
        assertThat(value("SELECT state || ': ' || error FROM turso_status WHERE target_table = 'dishes'"))
                .isEqualTo("copied: " + MESSAGE);
        execute("UPDATE dish SET name = 'short' WHERE id = 1", "SELECT turso_resync('dishes')");
        replicateAndCompare("dishes", "others");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void aSyncSkipsTheRowAndTellsOfItOnce() throws SQLException {
        execute(
                "CREATE VIEW held AS SELECT * FROM dish WHERE octet_length(name) < 5000000",
                "CREATE MATERIALIZED VIEW dishes AS SELECT * FROM dish",
                "CREATE UNIQUE INDEX dishes_id ON dishes (id)",
                "CREATE VIEW names AS SELECT name FROM dish",
                "CREATE VIEW held_names AS SELECT name FROM held");
        scheduleView("dishes", SKIP);
        scheduleView("names", SKIP);
        replicateAndCompare("dishes", "names");
        execute("UPDATE dish SET name = " + TOO_LONG + " WHERE id = 1", "DELETE FROM dish WHERE id = 2");
        replicate();
        replicate();
        compare("held", "dishes");
        compare("held_names", "names");
        assertThat(rejected()).hasSize(2).first().isEqualTo("dishes sync name 5000002 {\"id\": \"1\"} " + MESSAGE);
        execute("UPDATE dish SET note = 'other'");
        replicate();
        compare("held", "dishes");
        execute("UPDATE dish SET name = 'short' WHERE id = 1");
        replicateAndCompare("dishes", "names");
        execute("SELECT turso_resync()");
        replicateAndCompare("dishes", "names");
        assertThat(rejected()).isEmpty();
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void aValueThatItsTypeCantHaveIsTheSame() throws SQLException {
        execute(
                "CREATE SCHEMA shop_types; CREATE TYPE shop_types.hstore",
                "CREATE FUNCTION shop_types.hstore_in(cstring) RETURNS shop_types.hstore LANGUAGE internal IMMUTABLE STRICT AS 'textin'",
                "CREATE FUNCTION shop_types.hstore_out(shop_types.hstore) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'",
                "CREATE TYPE shop_types.hstore (INPUT = shop_types.hstore_in, OUTPUT = shop_types.hstore_out, LIKE = text)",
                "CREATE TABLE odd (id integer PRIMARY KEY, h shop_types.hstore, hs shop_types.hstore[])",
                "INSERT INTO odd VALUES (1, '', '{}'), (2, 'no pairs', NULL)",
                "CREATE VIEW odds AS SELECT id, h FROM odd");
        scheduleTable("odd", SKIP);
        scheduleView("odds", SKIP);
        scheduleTable("other");
        replicateAndCompare("other");
        execute("INSERT INTO odd VALUES (3, '', '{\"no pairs\"}')", "INSERT INTO other VALUES (2)");
        replicateAndCompare("other");
        assertThat(rejected())
                .containsExactly(
                        "odd change hs 12 {\"id\": \"3\"} can't read a value of type shop_types.hstore[]",
                        "odd copy h 8 {\"id\": \"2\"} can't read a value of type shop_types.hstore",
                        "odds sync h 8 can't read a value of type shop_types.hstore");
        assertThat(turso().query("SELECT id, h, hs FROM odd").toString()).isEqualTo("[[1, {}, []]]");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void whatWasRejectedBeforeAnotherTablesFaultIsToldOnce() throws SQLException {
        execute("CREATE TABLE strict (id integer PRIMARY KEY, name text)");
        scheduleTable("dish", SKIP);
        scheduleTable("strict");
        String database = "ALTER DATABASE \"" + source().database() + "\" ";
        execute("SET pgturso.batch_size = '8kB'", database + "SET pgturso.batch_size = '8kB'");
        try {
            replicateAndCompare("dish", "strict");
            execute("BEGIN; INSERT INTO dish VALUES (9, " + TOO_LONG + "), (10, 'ten'); INSERT INTO strict VALUES (1, "
                    + TOO_LONG + "); INSERT INTO dish VALUES (11, 'eleven'); COMMIT");
            if (variant().host() == Host.PLJAVA) {
                runAsScheduled("dish");
                runAsScheduled("dish");
            }
            String broken = "EXISTS (SELECT FROM turso_status WHERE target_table = 'strict' AND state = 'broken')";
            Await.until(broken, PATIENCE, () -> source().is(broken));
            assertThat(failureOf("SELECT * FROM turso_replicate_now()").message())
                    .isEqualTo(MESSAGE);
            assertThat(rejected()).containsExactly("dish change name 5000002 {\"id\": \"9\"} " + MESSAGE);
            assertThat(turso().query("SELECT id FROM dish WHERE id > 8 ORDER BY id")
                            .toString())
                    .isEqualTo("[[10], [11]]");
        } finally {
            execute("RESET pgturso.batch_size", database + "RESET ALL");
        }
    }

    @Test
    void onlyTheLastThousandAreKept() throws SQLException {
        scheduleTable("dish", SKIP);
        execute("SELECT turso.record_rejected(id, (SELECT jsonb_agg(jsonb_build_object('what', 'change', 'bytes', n,"
                + " 'reason', 'test')) FROM generate_series(1, 1005) n)) FROM turso.replication");
        assertThat(value("SELECT concat_ws(' ', count(*), min(bytes), max(bytes)) FROM turso_rejected"))
                .isEqualTo("1000 6 1005");
        assertThat(value("SELECT rejected FROM turso_status")).isEqualTo("1000");
        execute("SELECT turso_unschedule_replication('dish')");
        assertThat(value("SELECT count(*) FROM turso.rejected")).isEqualTo("0");
        Failure failure = failureOf("SELECT turso_schedule_table_replication('dish', '" + RARELY
                + "', 'default', '{\"on_unreplicable\": \"ignore\"}')");
        assertThat(failure.message()).isEqualTo("option \"on_unreplicable\" must be \"error\" or \"skip\"");
    }

    private List<@Nullable String> rejected() throws SQLException {
        return RejectedIT.rejected(source());
    }
}
