package org.pgturso.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.pgturso.servers.PostgresServer;

/**
 * The SQL files of Postgres' own regression suite, run one after the other as {@code pg_regress} would; what they print
 * is not compared.
 *
 * @param directory {@code src/test/regress} of Postgres' sources, with the C modules in its folder {@code lib}
 */
record RegressionSuite(Path directory) {
    private static final long LONGEST_MINUTES = 5;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Makes a database and runs all files in it; what each printed goes to {@code target/regression-tables}. */
    void run(PostgresServer server, String database) throws IOException, InterruptedException {
        Path results = Files.createDirectories(Path.of("target", "regression-tables"));
        server.createDatabase(database);
        for (String setting : List.of("lc_messages", "lc_monetary", "lc_numeric", "lc_time")) {
            server.execute("postgres", "ALTER DATABASE " + database + " SET " + setting + " = 'C'");
        }
        for (String name : names()) {
            run(server, database, name, results.resolve(name + ".out").toFile());
        }
    }

    private List<String> names() throws IOException {
        return Files.readAllLines(directory.resolve("parallel_schedule")).stream()
                .filter(line -> line.startsWith("test:"))
                .flatMap(line -> SPACES.splitAsStream(line).skip(1))
                .toList();
    }

    private void run(PostgresServer server, String database, String name, File output)
            throws IOException, InterruptedException {
        ProcessBuilder psql = new ProcessBuilder(
                        "psql",
                        "-X",
                        "-a",
                        "-q",
                        "-d",
                        database,
                        "-v",
                        "HIDE_TABLEAM=on",
                        "-v",
                        "HIDE_TOAST_COMPRESSION=on")
                .redirectInput(directory.resolve("sql/" + name + ".sql").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        psql.environment()
                .putAll(Map.of(
                        "PGHOST", "127.0.0.1",
                        "PGPORT", Integer.toString(server.port()),
                        "PGUSER", "postgres",
                        "PGTZ", "PST8PDT",
                        "PGDATESTYLE", "Postgres, MDY",
                        "PGOPTIONS", "-c intervalstyle=postgres_verbose",
                        "PG_ABS_SRCDIR", directory.toString(),
                        "PG_ABS_BUILDDIR", directory.toString(),
                        "PG_LIBDIR", directory.resolve("lib").toString(),
                        "PG_DLSUFFIX", ".so"));
        Process process = psql.start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("file " + name + " of the regression suite does not end, see " + output);
        }
    }
}
