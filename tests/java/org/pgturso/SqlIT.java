package org.pgturso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.servers.PostgresServer;
import org.pgturso.servers.Script;

/** Each file of {@code tests/sql} prints what {@code tests/expected} has; {@code make installcheck} runs the same. */
class SqlIT {
    @ParameterizedTest
    @MethodSource("names")
    void printsWhatIsExpected(String name) throws IOException {
        PostgresServer server = PostgresServer.shared();
        Map<String, String> environment =
                Map.of("PGHOST", "127.0.0.1", "PGPORT", Integer.toString(server.port()), "PGUSER", "postgres");
        Path log = Path.of("target", "installcheck", name + ".log");
        Files.deleteIfExists(log);
        int exit = Script.exitOf(log, environment, "installcheck", name);
        assertThat(exit).as(() -> difference(log)).isZero();
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("tests", "sql"))) {
            return files.map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String difference(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
