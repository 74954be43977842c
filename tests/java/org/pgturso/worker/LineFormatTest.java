package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineFormatTest {
    @Test
    void whatIsLoggedTakesOneLineAndSaysWhy() {
        LogRecord logged = new LogRecord(Level.WARNING, "target 1: next attempt in 900 ms");
        logged.setInstant(Instant.parse("2026-11-22T06:30:00.123456Z"));
        logged.setThrown(new IllegalStateException("first line\n  second line"));
        assertThat(new LineFormat().format(logged))
                .isEqualTo("2026-11-22 06:30:00.123 UTC WARNING: target 1: next attempt in 900 ms:"
                        + " first line second line" + System.lineSeparator());
    }
}
