package org.pgturso.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pgturso.error.PgTursoException;

class TransactionSnapshotTest {
    @Test
    void seesWhatCommittedBeforeIt() {
        TransactionSnapshot snapshot = TransactionSnapshot.parse("100:105:101,103");
        assertThat(snapshot.sees(99)).isTrue();
        assertThat(snapshot.sees(100)).isTrue();
        assertThat(snapshot.sees(101)).isFalse();
        assertThat(snapshot.sees(102)).isTrue();
        assertThat(snapshot.sees(103)).isFalse();
        assertThat(snapshot.sees(105)).isFalse();
        assertThat(snapshot.sees(106)).isFalse();
    }

    @Test
    void readsAnEmptyListOfTransactionsInProgress() {
        assertThat(TransactionSnapshot.parse("100:100:").sees(99)).isTrue();
        assertThat(TransactionSnapshot.parse("100:100:").sees(100)).isFalse();
    }

    @Test
    void findsTheEpochAcrossAWraparound() {
        long epoch = 1L << 32;
        TransactionSnapshot after = TransactionSnapshot.parse((2 * epoch + 5) + ":" + (2 * epoch + 10) + ":");
        assertThat(after.sees(epoch - 1)).as("just before the wraparound").isTrue();
        assertThat(after.sees(11)).isFalse();
        TransactionSnapshot before = TransactionSnapshot.parse((2 * epoch - 5) + ":" + (2 * epoch - 3) + ":");
        assertThat(before.sees(3)).as("just after the wraparound").isFalse();
        assertThat(before.sees(epoch - 6)).isTrue();
    }

    @Test
    void refusesWhatIsNoSnapshot() {
        assertThatThrownBy(() -> TransactionSnapshot.parse("100")).isInstanceOf(PgTursoException.class);
        assertThatThrownBy(() -> TransactionSnapshot.parse("a:b:c")).isInstanceOf(PgTursoException.class);
    }
}
