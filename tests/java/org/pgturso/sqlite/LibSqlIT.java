package org.pgturso.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgturso.servers.Await;
import org.pgturso.servers.Script;

/** {@link ExactReal} in libSQL's own engine, which Turso's cloud runs. */
class LibSqlIT {
    @Test
    void everyDoubleArrivesBitForBit(@TempDir Path folder) throws IOException {
        double[] doubles = OddDoubles.some(100_000, 29L).toArray();
        List<String> bits = run(
                folder,
                statement("CREATE TABLE t (i INTEGER PRIMARY KEY, r " + SqliteType.REAL.declaration() + ")"),
                statement(ExactRealTest.INSERT, OddDoubles.jsonRows(doubles)),
                statement("SELECT r, typeof(r) FROM t ORDER BY i"));
        assertThat(bits)
                .isEqualTo(Arrays.stream(OddDoubles.bits(doubles))
                        .mapToObj(each -> String.format("[\"%016x\"]", each))
                        .toList());
    }

    @Test
    void nullAndTextComeThrough(@TempDir Path folder) throws IOException {
        String sql = "SELECT r, typeof(r) FROM (SELECT " + ExactReal.sqlExpression("?1->>0") + " AS r)";
        assertThat(run(
                        folder,
                        statement(sql, "[null]"),
                        statement(sql, "[\"-Infinity\"]"),
                        statement(sql, "[\"NaN\"]")))
                .containsExactly("[null]", "[\"-Infinity\"]", "[\"NaN\"]");
    }

    private static List<String> run(Path folder, String... statements) throws IOException {
        assertThat(Script.exitOf(folder.resolve("install.log"), Map.of(), "turso-server", "--install"))
                .isZero();
        Path input = Files.write(folder.resolve("input"), List.of(statements));
        Path output = folder.resolve("output");
        Process node = new ProcessBuilder(
                        "node",
                        Path.of("tests/servers/libsql.js").toAbsolutePath().toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(Await.exit(node)).isZero();
        return Files.readAllLines(output);
    }

    private static String statement(String sql, String... parameters) {
        JsonArray statement =
                JsonParser.parseString(new Gson().toJson(parameters)).getAsJsonArray();
        JsonArray all = new JsonArray();
        all.add(sql);
        all.addAll(statement);
        return all.toString();
    }
}
