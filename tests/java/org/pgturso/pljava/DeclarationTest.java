package org.pgturso.pljava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the extension declares in language javau must exist here: PL/Java itself is no part of the build. */
class DeclarationTest {
    private static final String GOOD = declaration(
            "op text, args text",
            "text",
            "java.lang.String=org.pgturso.pljava.Backend.call(java.lang.String,java.lang.String)");

    @Test
    void everyDeclarationOfTheExtensionNamesAMethod() throws IOException {
        List<Declaration> declarations = new ArrayList<>();
        try (Stream<Path> scripts = Files.list(Path.of("extension"))) {
            for (Path script :
                    scripts.filter(file -> file.toString().endsWith(".sql")).toList()) {
                declarations.addAll(Declaration.parse(Files.readString(script)));
            }
        }
        assertThat(declarations).extracting(Declaration::function).contains("turso.host_call");
        assertThat(declarations)
                .allSatisfy(declaration -> assertThat(declaration.problem()).isEmpty());
    }

    @Test
    void acceptsADeclarationThatFits() {
        assertThat(Declaration.parse(GOOD)).hasSize(1).allSatisfy(good -> assertThat(good.problem())
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "op text, args text | text | java.lang.String=org.pgturso.pljava.Backen.call(java.lang.String,java.lang.String) | no such class",
                "op text, args text | text | java.lang.String=org.pgturso.pljava.Backend.cal(java.lang.String,java.lang.String) | no such method",
                "op text | text | java.lang.String=org.pgturso.pljava.Backend.call(java.lang.String) | no such method",
                "op text, args text | text | int=org.pgturso.pljava.Backend.call(java.lang.String,java.lang.String) | method returns java.lang.String",
                "op text, args bigint | text | java.lang.String=org.pgturso.pljava.Backend.call(java.lang.String,java.lang.String) | SQL types don't fit the Java types",
                "op text, args text | bytea | java.lang.String=org.pgturso.pljava.Backend.call(java.lang.String,java.lang.String) | SQL types don't fit the Java types",
                "op text | text | java.lang.String=java.lang.String.concat(java.lang.String) | not public and static"
            },
            quoteCharacter = '`')
    void refusesADeclarationThatDoesNotFit(String parameters, String returns, String names, String problem) {
        assertThat(Declaration.parse(declaration(parameters, returns, names)))
                .singleElement()
                .satisfies(bad -> assertThat(bad.problem()).contains(problem));
    }

    @Test
    void refusesADeclarationItCanNotRead() {
        assertThatThrownBy(() -> Declaration.parse(GOOD + "CREATE FUNCTION f() RETURNS text LANGUAGE javau AS 'x'"))
                .hasMessage("2 declarations, of which 1 can be read");
    }

    private static String declaration(String parameters, String returns, String names) {
        return "CREATE FUNCTION turso.host_call(" + parameters + ") RETURNS " + returns + " LANGUAGE javau AS '" + names
                + "';";
    }
}
