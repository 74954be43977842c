package org.pgturso.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One temporary folder for all servers of this JVM, removed when it ends. It lies in the system's folder for such
 * things, because user postgres can't look into a checkout below {@code /root}.
 */
final class ScratchDirectory {
    static final Path PATH = create();
    /** Of this one of the JVMs that share the test classes. */
    static final Path LOGS = Path.of("target", "servers", System.getProperty("surefire.forkNumber", "1"))
            .toAbsolutePath();

    private ScratchDirectory() {}

    private static Path create() {
        try {
            Path path = Files.createTempDirectory("pgturso-test");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path path) {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
