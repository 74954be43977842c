package org.pgturso.turso;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    /** Always as long as it may be. */
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void pausesDoubleUpToFiveSeconds() {
        Backoff backoff = new Backoff(AN_HOUR, LONGEST);
        long[] millis = {50, 100, 200, 400, 800, 1600, 3200, 5000, 5000};
        for (long expected : millis) {
            assertThat(backoff.afterFailure(Duration.ZERO)).contains(Duration.ofMillis(expected));
        }
        assertThat(backoff.failures()).isEqualTo(millis.length);
    }

    @Test
    void pausesAreJitteredOverTheirWholeLength() {
        for (int i = 0; i < 100; i++) {
            assertThat(new Backoff(AN_HOUR).afterFailure(Duration.ZERO)).hasValueSatisfying(pause -> assertThat(pause)
                    .isBetween(Duration.ofNanos(1), Duration.ofMillis(50)));
        }
    }

    @Test
    void serversWishIsTheLeastPause() {
        assertThat(new Backoff(AN_HOUR, LONGEST).afterFailure(Duration.ofSeconds(7)))
                .contains(Duration.ofMillis(7050));
    }

    @Test
    void givesUpRatherThanPausingPastTheTimeAllowed() {
        assertThat(new Backoff(Duration.ZERO).afterFailure(Duration.ZERO)).isEmpty();
        assertThat(new Backoff(Duration.ofSeconds(30)).afterFailure(Duration.ofSeconds(31)))
                .isEmpty();
    }
}
