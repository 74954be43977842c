package org.pgturso.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentifierTest {
    @Test
    void anyNameCanBeQuoted() {
        assertThat(Identifier.quote("select")).isEqualTo("\"select\"");
        assertThat(Identifier.quote("a\"b\"\"c")).isEqualTo("\"a\"\"b\"\"\"\"c\"");
        assertThat(Identifier.quote("Übung 😀'`[]")).isEqualTo("\"Übung 😀'`[]\"");
    }
}
