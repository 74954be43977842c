package org.pgturso.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the project's own scripts, which tests and the demo share. */
public final class Script {
    private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();

    private Script() {}

    /** Starts {@code scripts/name}, its output going to the log. */
    static Process start(Path log, String name, String... arguments) {
        return start(log, Map.of(), name, arguments);
    }

    private static Process start(Path log, Map<String, String> environment, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code scripts/name} to its end; returns its exit status. */
    public static int exitOf(Path log, Map<String, String> environment, String name, String... arguments) {
        return Await.exit(start(log, environment, name, arguments));
    }

    /** Runs {@code scripts/name} to its end and demands success. */
    static void run(Path log, String name, String... arguments) {
        int exit = exitOf(log, Map.of(), name, arguments);
        if (exit != 0) {
            throw new IllegalStateException(name + " " + arguments[0] + " failed (" + exit + "), see " + log);
        }
    }
}
