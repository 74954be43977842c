package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.pgturso.error.PgTursoException;

class SlotLeaseTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SlotLease lease = new SlotLease();

    @Test
    void whoeverFollowsSeesThatSomebodyWaitsAndLetsGo() {
        CountDownLatch following = new CountDownLatch(1);
        CompletableFuture<Boolean> follower = CompletableFuture.supplyAsync(() -> lease.use(LONG, () -> {
            following.countDown();
            while (!lease.isWanted()) {
                Thread.onSpinWait();
            }
            return true;
        }));
        CompletableFuture<String> run = CompletableFuture.supplyAsync(() -> {
            await(following);
            return lease.use(LONG, () -> "ran");
        });
        assertThat(run.join()).isEqualTo("ran");
        assertThat(follower.join()).isTrue();
        assertThat(lease.isWanted()).isFalse();
    }

    @Test
    void impatienceIsAnError() {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> user = CompletableFuture.supplyAsync(() -> lease.use(LONG, () -> {
            begun.countDown();
            await(end);
            return true;
        }));
        await(begun);
        assertThatThrownBy(() -> lease.use(Duration.ofMillis(1), () -> true))
                .isInstanceOf(PgTursoException.class)
                .hasMessage("target is being replicated right now");
        end.countDown();
        assertThat(user.join()).isTrue();
    }

    @Test
    void failureFreesTheSlot() {
        assertThatThrownBy(() -> lease.use(LONG, () -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
        assertThat(lease.use(Duration.ofMillis(1), () -> "free")).isEqualTo("free");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
