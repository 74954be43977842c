package org.pgturso.turso;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * An error that a server reported inside an answer.
 *
 * @param message the server's words; they may quote SQL and values, so only parts known to be harmless go further
 */
record HranaError(String code, String message) {
    private static final Map<String, ErrorKind> KINDS = Map.of(
            "SQLITE_BUSY", ErrorKind.IN_USE,
            "SQLITE_LOCKED", ErrorKind.IN_USE,
            "TRANSACTION_BUSY", ErrorKind.IN_USE,
            "TRANSACTION_TIMEOUT", ErrorKind.TARGET_UNAVAILABLE,
            "STREAM_EXPIRED", ErrorKind.TARGET_UNAVAILABLE,
            "BLOCKED", ErrorKind.TARGET_BLOCKED,
            "SQLITE_FULL", ErrorKind.TARGET_BLOCKED);

    /** A local Turso server has one code for everything; these are the words of its errors that deserve better. */
    private static final Map<String, ErrorKind> LOCAL_KINDS = Map.of(
            "Database is busy", ErrorKind.IN_USE,
            "database table is locked", ErrorKind.IN_USE,
            "Database snapshot is stale", ErrorKind.IN_USE,
            "cannot start a transaction within a transaction", ErrorKind.IN_USE,
            "Database is full", ErrorKind.TARGET_BLOCKED);

    private static final List<String> LOCAL_CODES = List.of("BATCH_STEP_ERROR", "EXECUTE_ERROR", "PREPARE_ERROR");

    /** What SQLite says naming only tables, columns and indexes. */
    private static final Pattern HARMLESS =
            Pattern.compile("(?:NOT NULL|UNIQUE|CHECK|FOREIGN KEY|PRIMARY KEY) constraint failed(?:: [^:()\"']{1,500})?"
                    + "|no such (?:table|column|index|function|module): [^:()\"']{1,200}"
                    + "|string or blob too big|malformed JSON");

    /** The error to raise, with the server's code and what can be told of its message. */
    PgTursoException toException() {
        return switch (kind()) {
            case IN_USE -> exception(ErrorKind.IN_USE, "target database is busy", null);
            case TARGET_UNAVAILABLE -> exception(ErrorKind.TARGET_UNAVAILABLE, "target ended the transaction", null);
            case TARGET_BLOCKED ->
                exception(
                        ErrorKind.TARGET_BLOCKED,
                        "target accepts no writes",
                        "Look at the database's limits and plan; replication goes on when it accepts writes again.");
            default -> exception(ErrorKind.TARGET_REJECTED, "target rejected a statement", null);
        };
    }

    private PgTursoException exception(ErrorKind kind, String message, @Nullable String hint) {
        Matcher harmless = HARMLESS.matcher(this.message);
        String words = harmless.find() ? " (" + harmless.group().strip() + ")" : "";
        return new PgTursoException(kind, message)
                .detail("The target reported " + code + words + ".")
                .hint(hint);
    }

    private ErrorKind kind() {
        Map<String, ErrorKind> known = LOCAL_CODES.contains(code) ? LOCAL_KINDS : KINDS;
        String text = LOCAL_CODES.contains(code) ? message : code;
        return known.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ErrorKind.TARGET_REJECTED);
    }
}
