package org.pgturso.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgturso.error.PgTursoException;

/**
 * The settings of Postgres that the text of a value depends on. Pinned while a snapshot, a sync or the slot is read, so
 * that all of them give the same text; the codecs read that text and no other.
 *
 * <p>{@code search_path} and {@code quote_all_identifiers}, on which names in reg* types depend, stay as they are for the
 * sync of a view, whose functions may rely on them; see {@link SelectList#VIEW}.
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

    private static final List<Pin> NAMING =
            List.of(new Pin("search_path", "pg_catalog"), new Pin("quote_all_identifiers", "off"));

    /** Where row security would hide rows from the session's role, reading fails. */
    private static final Pin UNFILTERED = new Pin("row_security", "off");

    private PinnedSettings() {}

    /** Reads a table or a slot under the pinned settings; afterwards the caller's transaction has its own again. */
    public static <T> T during(Session session, Supplier<T> work) {
        return during(all(), session, work);
    }

    /**
     * Reads a view, which is evaluated with the caller's {@code search_path}.
     *
     * @param readersRights whether it reads its tables with the rights of the session's role; with its owner's, it has the
     *     rows that its owner may see
     */
    public static <T> T duringSync(Session session, boolean readersRights, Supplier<T> work) {
        return during(readersRights ? with(Stream.of(UNFILTERED)) : PINS, session, work);
    }

    private static <T> T during(List<Pin> pins, Session session, Supplier<T> work) {
        Object[] before = session.query(
                        select(pins, pin -> "current_setting('" + pin.setting + "')"), row -> values(row, pins.size()))
                .get(0);
        session.text(pin(pins, true));
        T result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            restoreAfter(e, session, pins, before);
            throw explained(e);
        }
        restore(session, pins, before);
        return result;
    }

    private static RuntimeException explained(RuntimeException e) {
        if (e instanceof PgTursoException known
                && known.sqlState().equals("42501")
                && String.valueOf(known.getMessage()).contains("row-level security")) {
            return known.hint("Let the owner of the tables replicate them, or ALTER ROLE ... BYPASSRLS.");
        }
        return e;
    }

    /** The query that pins the settings of a session of our own for good. */
    public static String pinSession() {
        return pin(all(), false);
    }

    /** Where the failure aborted the transaction, Postgres restores them itself. */
    private static void restoreAfter(RuntimeException failure, Session session, List<Pin> pins, Object[] before) {
        try {
            restore(session, pins, before);
        } catch (PgTursoException aborted) {
            failure.addSuppressed(aborted);
        }
    }

    private static void restore(Session session, List<Pin> pins, Object[] before) {
        session.text(select(pins, pin -> "set_config('" + pin.setting + "', ?, true)"), before);
    }

    private static Object[] values(ResultSet row, int count) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            values.add(row.getString(i));
        }
        return values.toArray();
    }

    private static List<Pin> all() {
        return with(Stream.concat(NAMING.stream(), Stream.of(UNFILTERED)));
    }

    private static List<Pin> with(Stream<Pin> more) {
        return Stream.concat(PINS.stream(), more).toList();
    }

    private static String pin(List<Pin> pins, boolean local) {
        return select(pins, pin -> "set_config('" + pin.setting + "', '" + pin.value + "', " + local + ")");
    }

    private static String select(List<Pin> pins, Function<Pin, String> call) {
        return pins.stream().map(call).collect(Collectors.joining(", ", "SELECT ", ""));
    }
}
