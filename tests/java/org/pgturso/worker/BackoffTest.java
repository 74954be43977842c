package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pausesDoubleUpToTheBoundAndStartOverAfterSuccess() {
        Backoff backoff = new Backoff(Duration.ofSeconds(5));
        for (int seconds : new int[] {1, 2, 4, 5, 5}) {
            assertThat(backoff.failed()).isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds));
        }
        backoff.succeeded();
        assertThat(backoff.failed()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void looksPauseShortlyAfterSomethingCame() {
        Pauses pauses = new Pauses(Duration.ofMillis(5));
        assertThat(pauses.after(false)).isEqualTo(Duration.ofMillis(2));
        assertThat(pauses.after(false)).isEqualTo(Duration.ofMillis(4));
        assertThat(pauses.after(false)).isEqualTo(Duration.ofMillis(5));
        assertThat(pauses.after(true)).isEqualTo(Duration.ofMillis(1));
    }
}
