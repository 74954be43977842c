package org.pgturso.postgres.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.postgres.Lsn;

class DecodingRunTest {
    private static final RelationName WANTED = new RelationName("public", "t");

    private final DecodingRun run = new DecodingRun(Plugin.TEST_DECODING, UTF_8, Set.of(WANTED), false);
    private final List<Change> changes = new ArrayList<>();

    @Test
    void transactionsWithoutAWantedChangeAreLeftOutButCount() {
        read("BEGIN 1", 0);
        read("table public.other: TRUNCATE: (no-flags)", 0);
        read("COMMIT 1", 10);
        assertThat(changes).isEmpty();
        assertThat(run.end()).contains(new Lsn(10));
        read("BEGIN 2", 0);
        read("table public.other, public.t: TRUNCATE: (no-flags)", 0);
        assertThat(run.insideTransaction()).isTrue();
        read("COMMIT 2", 20);
        assertThat(changes).containsExactly(new Change.Begin(2), new Change.Truncate(WANTED), new Change.Commit(20));
        assertThat(run.insideTransaction()).isFalse();
    }

    @Test
    void messagesOutOfOrderAreViolations() {
        assertThatThrownBy(() -> read("COMMIT 1", 1)).hasMessageEndingWith("a transaction ends that has not begun");
        assertThatThrownBy(() -> read("table public.t: TRUNCATE: (no-flags)", 1))
                .hasMessageEndingWith("rows change outside a transaction");
        read("BEGIN 1", 0);
        assertThatThrownBy(() -> read("BEGIN 2", 0)).hasMessageEndingWith("a transaction begins inside another");
    }

    private void read(String message, long lsn) {
        run.message(ByteBuffer.wrap(message.getBytes(UTF_8)), lsn, changes::add);
    }
}
