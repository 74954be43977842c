package org.pgturso.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the project's own scripts, which tests and the demo share. */
final class Script {
    private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();

    private Script() {}

    /** Starts {@code scripts/name}, its output going to the log. */
    static Process start(Path log, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code scripts/name} to its end and demands success. */
    static void run(Path log, String name, String... arguments) {
        int exit = Await.exit(start(log, name, arguments));
        if (exit != 0) {
            throw new IllegalStateException(name + " " + arguments[0] + " failed (" + exit + "), see " + log);
        }
    }
}
