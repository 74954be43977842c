package org.pgturso.postgres.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.decode.Plugin;

class SlotOptionsTest {
    @Test
    void publicationNamesAreQuoted() {
        assertThat(SlotOptions.pgoutput(List.of("a", "B \"c\", d"), Set.of()).forPlugin())
                .containsEntry("publication_names", "\"a\",\"B \"\"c\"\", d\"")
                .containsEntry("proto_version", "1");
    }

    @Test
    void tableNamesAreEscapedForWal2Json() {
        Set<RelationName> tables = Set.of(new RelationName("a.b", "c d,e"), new RelationName("*", "\\"));
        assertThat(SlotOptions.of(Plugin.WAL2JSON, tables).forPlugin())
                .containsEntry("add-tables", "\\*.\\\\,a\\.b.c\\ d\\,e")
                .doesNotContainKey("numeric-data-types-as-string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Slot",
                "a-b",
                "a b",
                "a'b",
                "s2345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesNamesThatPostgresRefuses(String name) {
        assertThatThrownBy(() -> new SlotName(name))
                .isInstanceOfSatisfying(
                        PgTursoException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT));
    }
}
