package org.pgturso.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgturso.error.PgTursoException;

/**
 * The settings of Postgres that the text of a value depends on. Pinned while a snapshot, a sync or the slot is read, so
 * that all of them give the same text; the codecs read that text and no other.
 */
public final class PinnedSettings {
    private record Pin(String setting, String value) {}

    private static final List<Pin> PINS = List.of(
            new Pin("DateStyle", "ISO"),
            new Pin("TimeZone", "UTC"),
            new Pin("IntervalStyle", "iso_8601"),
            new Pin("bytea_output", "hex"),
            new Pin("extra_float_digits", "3"),
            new Pin("lc_monetary", "C"),
            // pgoutput converts text from the database's encoding to this one.
            new Pin("client_encoding", "UTF8"));

    private static final String CURRENT = select(PINS.stream().map(pin -> "current_setting('" + pin.setting + "')"));
    private static final String RESTORE =
            select(PINS.stream().map(pin -> "set_config('" + pin.setting + "', ?, true)"));

    private PinnedSettings() {}

    /** Does work under the pinned settings; afterwards the caller's transaction has its own again. */
    public static <T> T during(Session session, Supplier<T> work) {
        Object[] before = session.query(CURRENT, PinnedSettings::values).get(0);
        session.text(pin(true));
        T result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            restoreAfter(e, session, before);
            throw e;
        }
        session.text(RESTORE, before);
        return result;
    }

    /** The query that pins the settings of a session of our own for good. */
    public static String pinSession() {
        return pin(false);
    }

    /** Where the failure aborted the transaction, Postgres restores them itself. */
    private static void restoreAfter(RuntimeException failure, Session session, Object[] before) {
        try {
            session.text(RESTORE, before);
        } catch (PgTursoException aborted) {
            failure.addSuppressed(aborted);
        }
    }

    private static Object[] values(ResultSet row) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= PINS.size(); i++) {
            values.add(row.getString(i));
        }
        return values.toArray();
    }

    private static String pin(boolean local) {
        return select(
                PINS.stream().map(pin -> "set_config('" + pin.setting + "', '" + pin.value + "', " + local + ")"));
    }

    private static String select(Stream<String> calls) {
        return calls.collect(Collectors.joining(", ", "SELECT ", ""));
    }
}
