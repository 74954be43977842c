package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;
import org.pgturso.stress.Stage;

/** {@code -Dpgturso.seed=…} makes the same tables and changes again, {@code -Dpgturso.tables=…} more of them. */
class RandomTablesIT {
    /** Kept here so that its level stays. */
    private static final Logger LOG = Logger.getLogger("org.pgturso");

    private static final int TABLES = Integer.getInteger("pgturso.tables", 12);
    private static final int STATEMENTS_A_TABLE = 50;
    /** Constraints; values; keys too long for an index; keys that can't be compared. */
    private static final Pattern EXPECTED = Pattern.compile("23...|22...|54000|42883");

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void whateverATableIsLikeItArrives(Plugin plugin) throws SQLException {
        LOG.setLevel(Level.WARNING);
        long seed = Long.getLong("pgturso.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        System.out.println("random tables by " + plugin.pluginName() + ": -Dpgturso.seed=" + seed);
        String database = "tables_" + plugin.pluginName();
        try (Stage stage = Stage.inThisJvm(PostgresServer.shared(), database, plugin);
                Connection writer = PostgresServer.shared().connect(database)) {
            stage.sql(TypeLiterals.DECLARATIONS);
            Random random = new Random(seed);
            List<RandomTable> tables = make(writer, random, plugin);
            writer.setAutoCommit(false);
            change(writer, random, tables, tables.size() * 10);
            stage.register(tables.stream().map(RandomTable::quoted).toList());
            assertThat(stage.host().run()).isEmpty();
            for (int i = 0; i < STATEMENTS_A_TABLE; i++) {
                change(writer, random, tables, tables.size());
                if (random.nextInt(4) == 0) {
                    stage.host().set("pgturso.batch_size", random.nextBoolean() ? "2MB" : "1kB");
                    assertThat(stage.host().run()).isEmpty();
                } else if (random.nextInt(10) == 0) {
                    stage.host().follow(1, 30);
                }
            }
            assertThat(stage.host().run()).isEmpty();
            for (RandomTable table : tables) {
                new EncodedTable(writer, table.quoted()).assertEqual(stage.turso, table.name(), table.toString());
            }
        } catch (Throwable failure) {
            throw new AssertionError("run again with -Dpgturso.seed=" + seed, failure);
        }
    }

    private static List<RandomTable> make(Connection connection, Random random, Plugin plugin) throws SQLException {
        List<RandomTable> tables = new ArrayList<>();
        while (tables.size() < TABLES) {
            RandomTable table = RandomTable.next(random, tables.size(), plugin);
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN; " + table.ddl() + "; COMMIT");
                tables.add(table);
            } catch (SQLException e) { // not every type can be a key, and names are used once
                assertThat(e.getSQLState()).as(table.ddl()).isIn("42704", "42P07");
                connection.createStatement().execute("ROLLBACK");
            }
        }
        return tables;
    }

    /** Makes some changes in transactions, some of which are rolled back as a whole or in part. */
    private static void change(Connection connection, Random random, List<RandomTable> tables, int statements)
            throws SQLException {
        for (int i = 0; i < statements; i++) {
            RandomTable table = tables.get(random.nextInt(tables.size()));
            var savepoint = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                String sql = table.change(random);
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    assertThat(e.getSQLState())
                            .as("%s: %s", sql, e.getMessage())
                            .matches(EXPECTED);
                    connection.rollback(savepoint);
                }
            }
            switch (random.nextInt(12)) {
                case 0 -> connection.rollback(savepoint);
                case 1 -> connection.rollback();
                case 2, 3, 4 -> connection.commit();
                default -> {}
            }
        }
        connection.commit();
    }
}
