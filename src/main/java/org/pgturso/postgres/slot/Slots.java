package org.pgturso.postgres.slot;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.Plugin;
import org.postgresql.core.Encoding;

/** The logical slots of this database. */
public final class Slots {
    private static final String FACTS = """
            SELECT slot_type, database::text, current_database()::text, plugin::text, active_pid::text,
                restart_lsn::text, confirmed_flush_lsn::text,
                to_jsonb(s)->>'wal_status', to_jsonb(s)->>'conflicting', to_jsonb(s)->>'invalidation_reason'
            FROM pg_catalog.pg_replication_slots AS s
            WHERE slot_name = ?::name""";

    private static final String INVALID_PARAMETER_VALUE = "22023";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** What wal2json said when it was asked, so that the server's log shows its refusal once, not at every run. */
    private static volatile @Nullable Boolean wal2jsonKeepsNumbers;

    private final Session session;

    public Slots(Session session) {
        this.session = session;
    }

    /**
     * Finds a slot that can be read here, by us or by whoever reads it now.
     *
     * @throws PgTursoException if the slot is physical, lost, or of another database or plugin than pgturso reads
     */
    public Optional<Slot> find(SlotName name) {
        return session.first(FACTS, row -> slot(name, row), name.value());
    }

    /** Finds a slot as {@link #find} does, and insists on it. */
    public Slot get(SlotName name) {
        return find(name).orElseThrow(() -> new PgTursoException(
                        ErrorKind.UNDEFINED_OBJECT, "replication slot \"" + name + "\" does not exist")
                .hint("Make it with pg_create_logical_replication_slot."));
    }

    /**
     * Makes a slot in a transaction that has not written; it stays if the transaction is rolled back. Waits for every
     * transaction that has written, in any database of the server, for each at most as long as lock_timeout says, or 30
     * seconds.
     *
     * @return where it begins: later commits will be read from it
     * @throws PgTursoException IN_USE where that was in vain
     */
    public Lsn create(SlotName name, Plugin plugin) {
        String sql = "SELECT lsn::text FROM pg_catalog.pg_create_logical_replication_slot(?::name, ?::name)";
        String timeout = session.text("SELECT current_setting('lock_timeout')");
        if (timeout.equals("0")) {
            session.text("SELECT set_config('lock_timeout', '30s', true)");
        }
        try {
            Lsn start = Lsn.parse(SlotErrors.explaining(() -> session.text(sql, name.value(), plugin.pluginName())));
            session.text("SELECT set_config('lock_timeout', ?, true)", timeout);
            return start;
        } catch (PgTursoException e) {
            throw e.sqlState().equals(LOCK_NOT_AVAILABLE) ? SlotErrors.waitedInVain(e) : e;
        }
    }

    /** Confirms that all up to a position was applied; it must not be before what was confirmed already. */
    public void advance(SlotName name, Lsn to) {
        String sql = "SELECT end_lsn::text FROM pg_catalog.pg_replication_slot_advance(?::name, ?::pg_lsn)";
        SlotErrors.explaining(() -> session.text(sql, name.value(), to.toString()));
    }

    public void drop(SlotName name) {
        String sql = "SELECT pg_catalog.pg_drop_replication_slot(?::name)::text";
        SlotErrors.explaining(() -> session.query(sql, row -> name, name.value()));
    }

    /**
     * The options with what only some versions of the plugin know, where the server's does. Asks it once in the life of
     * this JVM, by starting to read the slot; the slot must be free then.
     */
    public SlotOptions richest(SlotName name, SlotOptions options) {
        if (options.plugin() != Plugin.WAL2JSON) {
            return options;
        }
        Boolean known = wal2jsonKeepsNumbers;
        boolean keeps = known == null ? accepts(name, options.withNumbersAsText()) : known;
        wal2jsonKeepsNumbers = keeps;
        return keeps ? options.withNumbersAsText() : options;
    }

    /** Whether a plugin tells NaN and infinities from NULL; of wal2json this is known once it was {@link #richest asked}. */
    public static boolean keepsSpecialNumbers(Plugin plugin) {
        return plugin.can(Plugin.Capability.SPECIAL_NUMBERS) || Boolean.TRUE.equals(wal2jsonKeepsNumbers);
    }

    /** Decodes no further than the first record, but the plugin sees its options. */
    private boolean accepts(SlotName name, SlotOptions options) {
        try {
            session.isolated(() -> new SlotPeek(session, name, options).peek(new Lsn(1), 1, change -> {}));
            return true;
        } catch (PgTursoException e) {
            if (e.sqlState().equals(INVALID_PARAMETER_VALUE)) {
                return false;
            }
            throw e;
        }
    }

    /** What wal2json and test_decoding write text in. */
    public Charset encoding() {
        String name = session.text("SELECT pg_catalog.getdatabaseencoding()::text");
        return name.equals("SQL_ASCII")
                ? StandardCharsets.UTF_8
                : Charset.forName(Encoding.getDatabaseEncoding(name).name());
    }

    private static Slot slot(SlotName name, ResultSet row) throws SQLException {
        require(row.getString(1).equals("logical"), name, "is a physical slot", "Use a logical slot.");
        String database = row.getString(2);
        require(
                database.equals(row.getString(3)),
                name,
                "belongs to database \"" + database + "\"",
                "Connect to that database, or use a slot of this one.");
        requireKept(name, row.getString(8), row.getString(9), row.getString(10));
        return new Slot(
                name,
                Plugin.named(row.getString(4)),
                lsn(row.getString(6)),
                lsn(row.getString(7)),
                Optional.ofNullable(row.getString(5)).map(Integer::valueOf));
    }

    private static void requireKept(
            SlotName name, @Nullable String walStatus, @Nullable String conflicting, @Nullable String reason) {
        if ("lost".equals(walStatus) || "true".equals(conflicting) || reason != null) {
            throw new PgTursoException(ErrorKind.OUT_OF_STEP, "replication slot \"" + name + "\" was invalidated")
                    .detail("Postgres no longer keeps what the slot needs (" + (reason == null ? "wal_removed" : reason)
                            + ").")
                    .hint("Drop the slot and copy its tables anew.");
        }
    }

    private static void require(boolean good, SlotName name, String problem, String hint) {
        if (!good) {
            throw new PgTursoException(ErrorKind.WRONG_STATE, "replication slot \"" + name + "\" " + problem)
                    .hint(hint);
        }
    }

    /** A slot that another session is still making has no position yet. */
    private static Lsn lsn(@Nullable String text) {
        return text == null ? Lsn.ZERO : Lsn.parse(text);
    }
}
