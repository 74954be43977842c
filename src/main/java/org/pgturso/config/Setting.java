package org.pgturso.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * The settings: custom settings of Postgres, set with {@code ALTER DATABASE shop SET pgturso.call_timeout = '60s'} or
 * like any other. Units are those of Postgres' own settings; a bare number counts in the base unit.
 */
public enum Setting {
    /** Longest wait for a TCP and TLS connection to a target. */
    CONNECT_TIMEOUT("pgturso.connect_timeout", Unit.MILLISECONDS, 5_000, 100, 600_000),
    /** Longest wait for the answer to one request. */
    CALL_TIMEOUT("pgturso.call_timeout", Unit.MILLISECONDS, 30_000, 100, 3_600_000),
    /** Most bytes of rows in one transaction of the target. */
    BATCH_SIZE("pgturso.batch_size", Unit.BYTES, 2 << 20, 1 << 10, 16 << 20),
    /** After how many row changes one peek of the slot ends, at the next commit. */
    PEEK_CHANGES("pgturso.peek_changes", Unit.NONE, 100_000, 1, 10_000_000),
    /** Whether a token may travel over plain HTTP to another machine: 1 or 0. */
    ALLOW_INSECURE_HTTP("pgturso.allow_insecure_http", Unit.BOOLEAN, 0, 0, 1);

    private enum Unit {
        NONE,
        BOOLEAN,
        MILLISECONDS,
        BYTES
    }

    private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,15})\\s*([A-Za-z]*)\\s*");

    private final String key;
    private final Unit unit;
    private final long preset;
    private final long least;
    private final long most;

    Setting(String key, Unit unit, long preset, long least, long most) {
        this.key = key;
        this.unit = unit;
        this.preset = preset;
        this.least = least;
        this.most = most;
    }

    /** The name it has in Postgres. */
    public String key() {
        return key;
    }

    /** The value where nothing is set. */
    long preset() {
        return preset;
    }

    /**
     * Reads a value as it was set.
     *
     * @throws PgTursoException INVALID_ARGUMENT naming the setting, the value and the bounds
     */
    long parse(String text) {
        Matcher number = NUMBER.matcher(text);
        if (unit == Unit.BOOLEAN) {
            return switch (text.trim().toLowerCase(Locale.ROOT)) {
                case "on", "true", "yes", "1" -> 1;
                case "off", "false", "no", "0" -> 0;
                default -> throw invalid(text, "It must be on or off.");
            };
        }
        long factor = number.matches() ? factor(number.group(2)) : 0;
        if (factor == 0) {
            throw invalid(
                    text, "It must be a number" + (unit == Unit.NONE ? "." : " with a unit such as " + example()));
        }
        long value = Long.parseLong(number.group(1)) * factor;
        if (value < least || value > most) {
            throw invalid(text, "It must lie between " + least + " and " + most + baseUnit() + ".");
        }
        return value;
    }

    private long factor(String suffix) {
        return switch (unit) {
            case NONE, BOOLEAN -> suffix.isEmpty() ? 1 : 0;
            case MILLISECONDS ->
                switch (suffix) {
                    case "", "ms" -> 1;
                    case "s" -> 1_000;
                    case "min" -> 60_000;
                    default -> 0;
                };
            case BYTES ->
                switch (suffix) {
                    case "", "B" -> 1;
                    case "kB" -> 1 << 10;
                    case "MB" -> 1 << 20;
                    default -> 0;
                };
        };
    }

    private String example() {
        return unit == Unit.BYTES ? "kB or MB." : "ms, s or min.";
    }

    private String baseUnit() {
        return switch (unit) {
            case NONE, BOOLEAN -> "";
            case MILLISECONDS -> " ms";
            case BYTES -> " B";
        };
    }

    private PgTursoException invalid(String value, String bounds) {
        return new PgTursoException(
                        ErrorKind.INVALID_ARGUMENT, "invalid value for setting \"" + key + "\": \"" + value + "\"")
                .detail(bounds);
    }
}
