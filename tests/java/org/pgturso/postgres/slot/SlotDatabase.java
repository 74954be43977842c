package org.pgturso.postgres.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Change;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.Await;
import org.pgturso.servers.PostgresServer;

/** A database of a test's own in the shared server, with a publication of all tables; its slots go with it. */
final class SlotDatabase implements AutoCloseable {
    static final PostgresServer SERVER = PostgresServer.shared();

    private final String name;
    private final Connection connection;
    final Session session;
    final Slots slots;

    SlotDatabase(String name, String... sql) throws SQLException {
        this(name, "UTF8", sql);
    }

    private SlotDatabase(String name, String encoding, String[] sql) throws SQLException {
        this.name = name;
        SERVER.execute(
                "postgres",
                "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
                "CREATE DATABASE " + name + " TEMPLATE template0 LOCALE 'C' ENCODING " + encoding);
        execute(sql);
        execute("CREATE PUBLICATION all_tables FOR ALL TABLES");
        connection = SERVER.connect(name);
        connection.setAutoCommit(false);
        session = new Session(connection, Connection::commit);
        slots = new Slots(session);
    }

    static SlotDatabase encoded(String encoding, String name, String... sql) throws SQLException {
        return new SlotDatabase(name, encoding, sql);
    }

    void execute(String... sql) {
        SERVER.execute(name, sql);
    }

    String jdbcUrl() {
        return SERVER.jdbcUrl(name);
    }

    /** Makes a slot of the plugin, named after it. */
    SlotName slot(Plugin plugin) {
        SlotName slot = new SlotName(name + "_" + plugin.pluginName());
        slots.create(slot, plugin);
        session.commit();
        return slot;
    }

    static SlotOptions options(Plugin plugin) {
        return plugin == Plugin.PGOUTPUT
                ? SlotOptions.pgoutput(List.of("all_tables"), Set.of())
                : SlotOptions.of(plugin, Set.of());
    }

    List<Change> peek(SlotName slot, SlotOptions options) {
        List<Change> changes = new ArrayList<>();
        peek(slot, options, null, Integer.MAX_VALUE, changes::add);
        return changes;
    }

    SlotPeek.Peeked peek(
            SlotName slot, SlotOptions options, @Nullable Lsn upto, int uptoChanges, Consumer<Change> out) {
        SlotPeek.Peeked peeked = new SlotPeek(session, slot, options).peek(upto, uptoChanges, out);
        session.commit();
        return peeked;
    }

    SlotStream stream(SlotName slot, SlotOptions options, Lsn start) {
        return SlotStream.open(jdbcUrl(), new Properties(), slot, options, start);
    }

    /** Waits until Postgres has noticed that a stream was closed. */
    void awaitFree(SlotName slot) {
        awaitFree(slots, slot);
        session.commit();
    }

    /** The same, in a transaction of the caller. */
    static void awaitFree(Slots slots, SlotName slot) {
        Await.until("slot " + slot.value() + " is free", Duration.ofSeconds(30), () -> slots.get(slot)
                .activePid()
                .isEmpty());
    }

    /** What the process that reads a slot waits for; null when it does not. */
    @Nullable
    String waitEvent(SlotName slot) {
        String event = session.text(
                "SELECT max(a.wait_event) FROM pg_replication_slots s JOIN pg_stat_activity a ON a.pid = s.active_pid"
                        + " WHERE s.slot_name = ?",
                slot.value());
        session.commit();
        return event;
    }

    Lsn flushed() {
        Lsn lsn = Lsn.parse(session.text("SELECT pg_current_wal_flush_lsn()::text"));
        session.commit();
        return lsn;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        SERVER.execute(
                "postgres",
                "SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE database = '" + name
                        + "' AND active",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '" + name + "'");
    }
}
