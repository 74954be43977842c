package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("worker", "install");
    }

    @Test
    void helpOfACommandNamesItsOptions() {
        assertThat(run("worker", "--help")).isZero();
        assertThat(out.toString()).contains("--database=URI").doesNotContain("--schema");
        assertThat(run("install", "--help")).isZero();
        assertThat(out.toString()).contains("--schema=NAME");
    }

    @Test
    void versionIsTold() {
        assertThat(run("--version")).isZero();
        assertThat(run("worker", "--version")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("pgturso "));
    }

    @Test
    void commandLineThatCantBeUnderstoodIsStatusTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("worker", "--colour")).isEqualTo(2);
        assertThat(run("dance")).isEqualTo(2);
    }

    @Test
    void errorsLookAsInPsqlAndAreStatusOne() {
        assertThat(run("worker", "--database", "postgresql://h/d?host=/tmp")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "ERROR:  Unix-domain sockets are not supported",
                        "HINT:  Name a host that Postgres listens on, such as localhost.");
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
