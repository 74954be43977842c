package org.pgturso.postgres.slot;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** Gives what Postgres reports about slots its kind and, where Postgres has none, a hint. */
final class SlotErrors {
    private SlotErrors() {}

    static <T> T explaining(Supplier<T> call) {
        try {
            return call.get();
        } catch (PgTursoException e) {
            throw explained(e);
        }
    }

    static PgTursoException explained(PgTursoException e) {
        if (e.kind() != ErrorKind.POSTGRES) {
            return e;
        }
        return switch (e.sqlState()) {
            case "42704" -> as(ErrorKind.UNDEFINED_OBJECT, e, null);
            case "42710" -> as(ErrorKind.DUPLICATE_OBJECT, e, null);
            case "42501" -> as(ErrorKind.INSUFFICIENT_PRIVILEGE, e, "Slots need a role with REPLICATION.");
            case "55006" -> as(ErrorKind.IN_USE, e, "Try again when the session that reads the slot has let go of it.");
            case "25001" -> as(ErrorKind.WRONG_STATE, e, "Make the slot in a transaction of its own.");
            case "53400" ->
                as(ErrorKind.WRONG_STATE, e, "Drop a slot that nobody needs, or raise max_replication_slots.");
            case "55000" -> as(ErrorKind.WRONG_STATE, e, null);
            case "58P01" -> as(ErrorKind.NOT_SUPPORTED, e, "Install the output plugin, or use pgoutput.");
            case "57014" -> as(ErrorKind.CANCELLED, e, null);
            default -> e;
        };
    }

    /** Where a slot could not be made in time: decoding begins where nothing is half done. */
    static PgTursoException waitedInVain(PgTursoException e) {
        return new PgTursoException(ErrorKind.IN_USE, "replication slot can't be made while transactions stay open", e)
                .sqlState(e.sqlState())
                .detail("It waits for each that has written, prepared ones too, at most for lock_timeout, or 30 s.")
                .hint("Look into pg_prepared_xacts and pg_stat_activity, end what was forgotten, then call again.");
    }

    private static PgTursoException as(ErrorKind kind, PgTursoException e, @Nullable String hint) {
        return new PgTursoException(kind, e.getMessage(), e)
                .sqlState(e.sqlState())
                .detail(e.detail())
                .hint(e.hint() == null ? hint : e.hint());
    }
}
