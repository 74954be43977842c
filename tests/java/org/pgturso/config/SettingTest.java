package org.pgturso.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgturso.error.PgTursoException;

class SettingTest {
    @ParameterizedTest
    @CsvSource({
        "CONNECT_TIMEOUT, 250, 250", "CONNECT_TIMEOUT, 2s, 2000", "CALL_TIMEOUT, 1min, 60000",
        "CALL_TIMEOUT, 900 ms, 900", "BATCH_SIZE, 64kB, 65536", "BATCH_SIZE, 3MB, 3145728",
        "PEEK_CHANGES, 1, 1", "ALLOW_INSECURE_HTTP, on, 1", "ALLOW_INSECURE_HTTP, off, 0"
    })
    void readsValuesAsPostgresWritesThem(Setting setting, String text, long expected) {
        assertThat(setting.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT_TIMEOUT, soon",
        "CONNECT_TIMEOUT, 99",
        "CALL_TIMEOUT, 2h",
        "BATCH_SIZE, 17MB",
        "PEEK_CHANGES, 0",
        "PEEK_CHANGES, 5s",
        "ALLOW_INSECURE_HTTP, maybe",
        "CALL_TIMEOUT, -1",
        "BATCH_SIZE, 999999999999999MB"
    })
    void refusesOthersByNameAndBound(Setting setting, String text) {
        assertThatThrownBy(() -> setting.parse(text)).isInstanceOfSatisfying(PgTursoException.class, e -> {
            assertThat(e.getMessage()).contains(setting.key()).contains(text);
            assertThat(e.detail()).startsWith("It must ");
        });
    }

    @Test
    void hasPresetsWithinItsOwnBounds() {
        for (Setting setting : Setting.values()) {
            assertThat(setting.parse(Long.toString(setting.preset()))).isEqualTo(setting.preset());
        }
    }
}
