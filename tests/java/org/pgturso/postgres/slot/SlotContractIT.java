package org.pgturso.postgres.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgturso.change.Change;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.PinnedSettings;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.ChangeText;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.postgres.decode.WireSamples;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;

/**
 * The same SQL through every plugin, by peek and by stream, gives the same changes.
 *
 * <p>With {@code -Dpgturso.capture=true} it writes the wire samples of the decoders' unit tests anew, and the expected
 * changes, which want to be read before they are committed:
 * {@code mvn verify -Dit.test=SlotContractIT -Dpgturso.capture=true}.
 */
class SlotContractIT {
    static final List<String> SCENARIOS = WireSamples.SCENARIOS;

    private static final List<Plugin> PLUGINS = List.of(Plugin.values());
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String DATABASE = "slot_contract";
    private static final PostgresServer SERVER = PostgresServer.shared();

    @ParameterizedTest
    @FieldSource("SCENARIOS")
    void everyPluginTellsTheSameByPeekAndByStream(String name) throws SQLException {
        Scenario scenario = Scenario.named(name);
        SERVER.createDatabase(DATABASE);
        SERVER.execute(DATABASE, scenario.before().toArray(String[]::new));
        SERVER.execute(DATABASE, "CREATE PUBLICATION all_tables FOR ALL TABLES");
        try (Connection connection = SERVER.connect(DATABASE)) {
            connection.setAutoCommit(false);
            Session session = new Session(connection, Connection::commit);
            Slots slots = new Slots(session);
            PLUGINS.forEach(plugin -> slots.create(slot(plugin), plugin));
            session.commit();
            try {
                SERVER.execute(DATABASE, scenario.changes().toArray(String[]::new));
                compare(name, session);
            } finally {
                connection.rollback();
                for (Plugin plugin : PLUGINS) {
                    SlotDatabase.awaitFree(slots, slot(plugin));
                    slots.drop(slot(plugin));
                }
                session.commit();
            }
        }
    }

    private static void compare(String name, Session session) {
        List<Change> peeked = peek(session, Plugin.PGOUTPUT);
        if (Boolean.getBoolean("pgturso.capture")) {
            WireSamples.writeExpected(name, ChangeText.of(peeked));
            PLUGINS.forEach(plugin -> capture(name, session, plugin));
        } else {
            assertThat(ChangeText.of(peeked)).isEqualTo(WireSamples.expected(name));
        }
        for (Plugin plugin : PLUGINS) {
            assertThat(ChangeText.of(peek(session, plugin)))
                    .as("peek of %s", plugin)
                    .isEqualTo(ChangeText.of(peeked));
            assertThat(peek(session, plugin)).as("peek of %s", plugin).isEqualTo(peeked);
            assertThat(stream(plugin, peeked.size())).as("stream of %s", plugin).isEqualTo(peeked);
        }
    }

    private static SlotName slot(Plugin plugin) {
        return new SlotName("contract_" + plugin.pluginName());
    }

    private static SlotOptions options(Plugin plugin) {
        return plugin == Plugin.PGOUTPUT
                ? SlotOptions.pgoutput(List.of("all_tables"), Set.of())
                : SlotOptions.of(plugin, Set.of());
    }

    private static List<Change> peek(Session session, Plugin plugin) {
        List<Change> changes = new ArrayList<>();
        new SlotPeek(session, slot(plugin), options(plugin))
                .peek(null, Integer.MAX_VALUE, change -> changes.add(ChangeText.plain(change)));
        session.commit();
        return changes;
    }

    private static List<Change> stream(Plugin plugin, int count) {
        List<Change> changes = new ArrayList<>();
        try (SlotStream stream =
                SlotStream.open(SERVER.jdbcUrl(DATABASE), new Properties(), slot(plugin), options(plugin), Lsn.ZERO)) {
            Await.until(count + " changes", TIMEOUT, () -> {
                while (stream.poll(change -> changes.add(ChangeText.plain(change)))) {
                    // until nothing has arrived
                }
                return changes.size() >= count;
            });
        }
        return changes;
    }

    private static void capture(String name, Session session, Plugin plugin) {
        String version = "pg" + session.text("SELECT current_setting('server_version_num')::int / 10000");
        SlotPeek peek = new SlotPeek(session, slot(plugin), options(plugin));
        List<WireSamples.Message> messages = PinnedSettings.during(
                session,
                () -> session.query(
                        peek.sql(),
                        row -> WireSamples.Message.of(Lsn.parse(row.getString(2)), row.getBytes(1)),
                        peek.arguments(null, Integer.MAX_VALUE)));
        session.commit();
        WireSamples.write(version, name, plugin, messages);
    }
}
