package org.pgturso.postgres.slot;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Change;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.PinnedSettings;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.DecodingRun;
import org.pgturso.postgres.decode.Plugin;

/**
 * Reads a slot by SQL without moving it. However large a transaction is, only a few rows of it are here at a time; the
 * server spills the rest to disk. All plugins are read as bytes: text with a logical message in it need not be text.
 */
public final class SlotPeek {
    /** Rows may be large, so not too many; more would be little faster. */
    private static final int ROWS_A_FETCH = 512;

    /**
     * How far a peek got.
     *
     * @param messages that the plugin sent
     * @param end where the last transaction that was read ended, handed over or not; empty if there was none
     */
    public record Peeked(long messages, Optional<Lsn> end) {}

    private final Session session;
    private final SlotName slot;
    private final SlotOptions options;

    public SlotPeek(Session session, SlotName slot, SlotOptions options) {
        this.session = session;
        this.slot = slot;
        this.options = options;
    }

    /**
     * Hands over whole transactions from where the slot stands.
     *
     * @param upto ends after the first transaction that reaches it; null for no such bound
     * @param uptoChanges ends after the transaction with which so many messages were read
     */
    public Peeked peek(@Nullable Lsn upto, int uptoChanges, Consumer<Change> out) {
        DecodingRun run =
                new DecodingRun(options.plugin(), new Slots(session).encoding(), options.tables(), options.localOnly());
        AtomicLong messages = new AtomicLong();
        Session.RowConsumer decode = row -> {
            messages.incrementAndGet();
            run.message(ByteBuffer.wrap(row.getBytes(1)), endLsn(row), out);
        };
        return SlotErrors.explaining(() -> PinnedSettings.during(session, () -> {
            session.stream(sql(), ROWS_A_FETCH, decode, arguments(upto, uptoChanges));
            return new Peeked(messages.get(), run.end());
        }));
    }

    /** pgoutput's commits say it themselves. */
    private long endLsn(ResultSet row) throws SQLException {
        return options.plugin() == Plugin.PGOUTPUT
                ? 0
                : Lsn.parse(row.getString(2)).value();
    }

    String sql() {
        String placeholders =
                String.join(", ", Collections.nCopies(2 * options.forPlugin().size(), "?"));
        return "SELECT data, lsn::text FROM pg_catalog.pg_logical_slot_peek_binary_changes("
                + "?::name, nullif(?, '')::pg_lsn, ?::int, VARIADIC ARRAY[" + placeholders + "]::text[])";
    }

    Object[] arguments(@Nullable Lsn upto, int uptoChanges) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(slot.value());
        arguments.add(upto == null ? "" : upto.toString());
        arguments.add(uptoChanges);
        options.forPlugin().forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
        return arguments.toArray();
    }
}
