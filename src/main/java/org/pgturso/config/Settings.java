package org.pgturso.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.pgturso.postgres.Session;

/** What is set for a session; see {@link Setting} for the meaning of each. */
public record Settings(
        Duration connectTimeout, Duration callTimeout, long batchBytes, int peekChanges, boolean allowInsecureHttp) {
    /**
     * Reads the settings of a session.
     *
     * @throws org.pgturso.error.PgTursoException INVALID_ARGUMENT where a value can't be used
     */
    public static Settings of(Session session) {
        Map<Setting, Long> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String text = session.text("SELECT coalesce(current_setting(?, true), '')", setting.key());
            values.put(setting, text.isEmpty() ? setting.preset() : setting.parse(text));
        }
        return new Settings(
                Duration.ofMillis(get(values, Setting.CONNECT_TIMEOUT)),
                Duration.ofMillis(get(values, Setting.CALL_TIMEOUT)),
                get(values, Setting.BATCH_SIZE),
                (int) get(values, Setting.PEEK_CHANGES),
                get(values, Setting.ALLOW_INSECURE_HTTP) == 1);
    }

    private static long get(Map<Setting, Long> values, Setting setting) {
        return values.getOrDefault(setting, setting.preset());
    }
}
