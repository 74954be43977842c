package org.pgturso.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;

/** Materialized views and views, which need no output plugin. */
@ParameterizedClass
@EnumSource
class ViewsIT extends EndToEnd {
    ViewsIT(Host host) {
        super(new Variant(Plugin.PGOUTPUT, host));
    }

    @BeforeEach
    void createDishes() throws SQLException {
        execute(
                "CREATE TABLE dish (id integer PRIMARY KEY, name text NOT NULL, price numeric(10,2), at timestamptz)",
                "INSERT INTO dish SELECT i, 'dish ' || i % 5, i, now() FROM generate_series(1, 50) i");
    }

    @Test
    void materializedViewsAreRefreshedAndSynced() throws SQLException {
        execute(
                "CREATE MATERIALIZED VIEW cheap AS SELECT name, count(*) n, min(price) FROM dish WHERE price < 20 GROUP BY name");
        scheduleView("cheap");
        replicateAndCompare("cheap");
        execute(
                "INSERT INTO dish VALUES (51, 'new', 1)",
                "UPDATE dish SET price = 1 WHERE id = 30",
                "DELETE FROM dish WHERE id % 5 = 2");
        replicateAndCompare("cheap");
        assertThat(value("SELECT count(*) FROM cheap")).isEqualTo("5");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void readersAreNotHeldUpWhereAUniqueIndexAllowsIt() throws SQLException {
        execute(
                "CREATE MATERIALIZED VIEW cheap AS SELECT id, name, price FROM dish WHERE price < 20",
                "CREATE UNIQUE INDEX cheap_id ON cheap (id)");
        scheduleView("cheap");
        replicateAndCompare("cheap");
        assertThat(turso().query("SELECT name FROM pragma_table_info('cheap') WHERE pk > 0")
                        .toString())
                .isEqualTo("[[id]]");
        try (Connection reader = source().another();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT FROM cheap");
            execute("UPDATE dish SET price = 100 - price");
            replicateAndCompare("cheap");
        }
        assertThat(value("SELECT min(id) FROM cheap")).isNull();
    }

    @Test
    void columnsMayBeNamedLikeThoseOfOurOwnQuery() throws SQLException {
        execute(
                "CREATE VIEW names AS SELECT id AS key, name AS hash, price AS old, id AS v, id AS replication, id AS present FROM dish");
        scheduleView("names");
        replicateAndCompare("names");
        execute("UPDATE dish SET price = 1 WHERE id = 30", "DELETE FROM dish WHERE id = 31");
        replicateAndCompare("names");
    }

    @Test
    void aViewCreatedWithNoDataIsFilled() throws SQLException {
        execute(
                "CREATE MATERIALIZED VIEW cheap AS SELECT id FROM dish WITH NO DATA",
                "CREATE UNIQUE INDEX cheap_id ON cheap (id)");
        scheduleView("cheap");
        replicateAndCompare("cheap");
        assertThat(compare("cheap")).isEqualTo(50);
    }

    @Test
    void viewsWithAKeyShipOnlyWhatDiffers() throws SQLException {
        execute("CREATE VIEW menu AS SELECT id, name, price, at FROM dish WHERE id <= 40");
        scheduleView("menu", "{\"key\": [\"id\"]}");
        replicateAndCompare("menu");
        execute(
                "UPDATE dish SET price = price + 1 WHERE id <= 3",
                "DELETE FROM dish WHERE id = 4",
                "INSERT INTO dish VALUES (-1, 'x')");
        assertThat(value("SELECT concat_ws(' ', kind, inserted, updated, deleted) FROM turso_replicate_now('menu')"))
                .isEqualTo("view 1 3 1");
        compare("menu");
        assertThat(value("SELECT concat_ws(' ', inserted, updated, deleted) FROM turso_replicate_now('menu')"))
                .isEqualTo("0 0 0");
        assertThat(turso().query("SELECT name FROM pragma_table_info('menu') WHERE pk > 0")
                        .toString())
                .isEqualTo("[[id]]");
    }

    @Test
    void viewsWithoutAKeyKeepTheirDuplicates() throws SQLException {
        execute("CREATE VIEW names AS SELECT name, NULL::text AS nothing FROM dish UNION ALL SELECT NULL, NULL");
        scheduleView("names");
        replicateAndCompare("names");
        execute("DELETE FROM dish WHERE id <= 7", "UPDATE dish SET name = 'dish 1' WHERE id < 20");
        replicateAndCompare("names");
        execute("DELETE FROM dish");
        replicateAndCompare("names");
        assertThat(compare("names")).isEqualTo(1);
    }

    @Test
    void columnsMayHaveAnyNameThatOurQueriesUse() throws SQLException {
        execute(
                "CREATE VIEW odd AS SELECT id AS v, name AS key, price AS hash, at AS old, id AS counted, id AS present FROM dish",
                "INSERT INTO dish VALUES (51, 'x', NULL, NULL)",
                "CREATE VIEW nulls AS SELECT NULL::text AS v, name FROM dish");
        scheduleView("odd", "{\"key\": [\"v\"]}");
        scheduleView("nulls");
        replicateAndCompare("odd", "nulls");
        assertThat(compare("nulls")).isEqualTo(51);
        execute("UPDATE dish SET name = 'y', price = 1 WHERE id > 40");
        replicateAndCompare("odd", "nulls");
    }

    @Test
    void duplicatesUnderAKeyAreAnErrorThatGoesAwayWithThem() throws SQLException {
        execute("CREATE VIEW names AS SELECT name, max(id) AS id FROM dish GROUP BY name");
        scheduleView("names", "{\"key\": [\"name\"]}");
        replicateAndCompare("names");
        execute("CREATE OR REPLACE VIEW names AS SELECT name, id FROM dish");
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        assertThat(failure.message()).isEqualTo("rows of \"public.names\" can't be told apart by their key");
        assertThat(failure.hint()).contains("\"key\"");
        execute("DELETE FROM dish WHERE id > 5");
        replicateAndCompare("names");
    }

    @Test
    void aViewThatChangedItsColumnsIsMadeAnew() throws SQLException {
        execute("CREATE VIEW menu AS SELECT id, name FROM dish");
        scheduleView("menu", "{\"key\": [\"id\"]}");
        replicateAndCompare("menu");
        execute("CREATE OR REPLACE VIEW menu AS SELECT id, name, price FROM dish");
        replicateAndCompare("menu");
    }

    @Test
    void oneFailingViewDoesNotStopTheOthers() throws SQLException {
        execute(
                "CREATE VIEW broken AS SELECT id, 10 / (id - 1000) AS n FROM dish",
                "CREATE VIEW menu AS SELECT id, name FROM dish");
        scheduleView("broken");
        scheduleView("menu");
        replicateAndCompare("broken", "menu");
        execute("INSERT INTO dish VALUES (1000, 'zero')");
        Failure failure = failureOf("SELECT * FROM turso_replicate_now()");
        assertThat(failure.sqlState()).isEqualTo("22012");
        runAsScheduled("broken");
        runAsScheduled("menu");
        compare("menu");
        assertThat(value("SELECT error FROM turso_status WHERE relation = 'broken'::regclass"))
                .isEqualTo("division by zero");
        execute("DELETE FROM dish WHERE id = 1000");
        replicateAndCompare("broken", "menu");
        assertNothingOutOfTheOrdinary();
    }

    @Test
    void aTargetThatLostAViewGetsItWhole() throws SQLException {
        execute("CREATE VIEW menu AS SELECT id, name FROM dish");
        scheduleView("menu", "{\"key\": [\"id\"]}");
        replicateAndCompare("menu");
        Site.forget(turso());
        execute("UPDATE dish SET name = 'x' WHERE id = 1");
        replicateAndCompare("menu");
    }
}
