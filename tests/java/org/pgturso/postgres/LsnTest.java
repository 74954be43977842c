package org.pgturso.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.error.PgTursoException;

class LsnTest {
    @Test
    void printsWhatItParses() {
        assertThat(Lsn.parse("16/B374D848").toString()).isEqualTo("16/B374D848");
        assertThat(Lsn.parse("0/0")).isEqualTo(Lsn.ZERO);
        assertThat(Lsn.parse("FFFFFFFF/FFFFFFFF").value()).isEqualTo(-1L);
    }

    @Test
    void comparesUnsigned() {
        assertThat(Lsn.parse("80000000/0")).isGreaterThan(Lsn.parse("7FFFFFFF/FFFFFFFF"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "/", "0/", "x/y", "0/0/0"})
    void refusesWhatIsNoLsn(String text) {
        assertThatThrownBy(() -> Lsn.parse(text)).isInstanceOf(PgTursoException.class);
    }
}
