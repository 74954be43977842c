package org.pgturso.worker;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One line a record: time in UTC, level, message. */
final class LineFormat extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord logged) {
        String line = TIME.format(logged.getInstant()) + " " + logged.getLevel() + ": " + formatMessage(logged);
        Throwable thrown = logged.getThrown();
        if (thrown != null) {
            line += ": " + (thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage());
        }
        return line.replaceAll("\\R+\\s*", " ") + System.lineSeparator();
    }
}
