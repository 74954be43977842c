package org.pgturso.turso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.util.List;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteValue;

/** What goes over the wire and how answers are read. */
class TursoClientTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private TursoClient client;

    @BeforeEach
    void open() {
        Endpoint endpoint = Endpoint.parse(server.url("/base").toString(), "t0ken", false);
        client = new TursoClient(endpoint, Timeouts.DEFAULT, Waiting.BLOCKING);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void requestIsPlainHttpWithItsLength() throws Exception {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(1))));

        client.transaction(List.of(Statement.of("SELECT 1")));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /base/v2/pipeline HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer t0ken");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Content-Length")).isEqualTo(Long.toString(request.getBodySize()));
        assertThat(request.getHeaders().names())
                .doesNotContain("Transfer-Encoding", "Content-Encoding", "Upgrade", "Expect");
        assertThat(request.getChunkSizes()).isNullOrEmpty();
    }

    @Test
    void transactionIsOneBatchOfStepsThatDependOnEachOther() throws Exception {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(2))));

        client.transaction(List.of(Statement.of("A"), Statement.of("B")));

        assertThat(body(server.takeRequest())).isEqualTo("""
                {"baton":null,"requests":[{"type":"batch","batch":{"steps":[\
                {"stmt":{"sql":"BEGIN IMMEDIATE","args":[],"want_rows":false},"condition":null},\
                {"stmt":{"sql":"A","args":[],"want_rows":false},"condition":{"type":"ok","step":0}},\
                {"stmt":{"sql":"B","args":[],"want_rows":false},"condition":{"type":"ok","step":1}},\
                {"stmt":{"sql":"COMMIT","args":[],"want_rows":false},"condition":{"type":"ok","step":2}},\
                {"stmt":{"sql":"ROLLBACK","args":[],"want_rows":false},"condition":\
                {"type":"and","conds":[{"type":"ok","step":0},{"type":"not","cond":{"type":"ok","step":3}}]}}\
                ]}}]}""");
    }

    @Test
    void argumentsAreWrittenAsTheProtocolWantsThem() throws Exception {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.rows("", ""))));

        client.query(Statement.of(
                "SELECT '='",
                new SqliteValue.Int(Long.MIN_VALUE),
                new SqliteValue.Real(-1.5e300),
                new SqliteValue.Text("<&='\"\\\n\u2028é😀"),
                new SqliteValue.Blob("fbff00"),
                new SqliteValue.Blob("00"),
                SqliteValue.NULL));

        assertThat(body(server.takeRequest())).isEqualTo("""
                {"baton":null,"requests":[{"type":"execute","stmt":{"sql":"SELECT '='","args":[\
                {"type":"integer","value":"-9223372036854775808"},\
                {"type":"float","value":-1.5E300},\
                {"type":"text","value":"<&='\\"\\\\\\n\\u2028é😀"},\
                {"type":"blob","base64":"+/8A"},{"type":"blob","base64":"AA"},\
                {"type":"null"}],"want_rows":true}}]}""");
    }

    @Test
    void rowsOfEveryTypeAreRead() {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.rows("""
                {"name":"i"},{"name":"f"},{"name":"t"},{"name":"b"},{"name":null},{"name":"x"}""", """
                [{"type":"integer","value":"9223372036854775807"},{"type":"float","value":0.1},\
                {"type":"text","value":"1.0"},{"type":"blob","base64":"+/8A"},{"type":"null"},\
                {"type":"float","value":null}],\
                [{"type":"integer","value":"-1"},{"type":"float","value":-0.0},\
                {"type":"text","value":""},{"type":"blob","base64":""},{"type":"null"},\
                {"type":"blob","base64":"AA=="}]"""))));

        StatementResult result = client.query(Statement.of("SELECT"));

        assertThat(result.columns()).containsExactly("i", "f", "t", "b", "", "x");
        assertThat(result.rows())
                .containsExactly(
                        List.of(
                                new SqliteValue.Int(Long.MAX_VALUE),
                                new SqliteValue.Real(0.1),
                                new SqliteValue.Text("1.0"),
                                new SqliteValue.Blob("fbff00"),
                                SqliteValue.NULL,
                                new SqliteValue.Text("NaN")),
                        List.of(
                                new SqliteValue.Int(-1),
                                new SqliteValue.Real(-0.0),
                                new SqliteValue.Text(""),
                                new SqliteValue.Blob(""),
                                SqliteValue.NULL,
                                new SqliteValue.Blob("00")));
    }

    @Test
    void connectionIsUsedAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.enqueue(Answers.ok(Answers.pipeline(Answers.rows("", ""))));
            client.query(Statement.of("SELECT 1"));
            RecordedRequest request = server.takeRequest();
            assertThat(request.getConnectionIndex()).isZero();
            assertThat(request.getExchangeIndex()).isEqualTo(i);
        }
    }

    @Test
    void streamIsClosedOnceTheServerGaveABatonAndThenWithEveryRequest() throws Exception {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(1), "b4ton", "https://evil.example.org/")));
        server.enqueue(Answers.ok(Answers.pipeline("{\"type\":\"ok\",\"response\":{\"type\":\"close\"}}")));
        server.enqueue(Answers.ok(
                Answers.pipeline(Answers.rows("", "") + ",{\"type\":\"ok\",\"response\":{\"type\":\"close\"}}")));

        client.transaction(List.of(Statement.of("A")));
        assertThat(body(server.takeRequest())).doesNotContain("close");
        assertThat(body(server.takeRequest())).isEqualTo("{\"baton\":\"b4ton\",\"requests\":[{\"type\":\"close\"}]}");
        client.query(Statement.of("SELECT 1"));
        assertThat(requests(server.takeRequest())).hasSize(2).last().hasToString("{\"type\":\"close\"}");
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void failureToCloseAStreamIsNotTheCallersTrouble() throws Exception {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(1), "b4ton", "not a url")));
        server.enqueue(Answers.status(500));
        server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(1))));

        client.transaction(List.of(Statement.of("A")));
        client.transaction(List.of(Statement.of("B")));

        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void submittedTransactionsGoOutInOrderAndOneAtATime() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(1))));
        }
        List<Pending> pending = List.of("A", "B", "C", "D", "E").stream()
                .map(sql -> client.submit(List.of(Statement.of(sql))))
                .toList();
        pending.forEach(Pending::await);

        for (String sql : List.of("A", "B", "C", "D", "E")) {
            RecordedRequest request = server.takeRequest();
            assertThat(body(request)).contains("\"sql\":\"" + sql + "\"");
            assertThat(request.getConnectionIndex()).isZero();
        }
        assertThat(pending).allMatch(Pending::isDone);
    }

    @Test
    void severalMebibytesArriveWhole() throws Exception {
        server.setBodyLimit(64 << 20);
        server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(2))));
        String text = "å\"".repeat(2 << 20);

        client.transaction(
                List.of(Statement.of("A", new SqliteValue.Text(text)), Statement.of("B", new SqliteValue.Text(text))));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getBodySize()).isGreaterThan(2L * 4 * (2 << 20));
        JsonArray steps = requests(request)
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("batch")
                .getAsJsonArray("steps");
        for (int step = 1; step <= 2; step++) {
            JsonArray args =
                    steps.get(step).getAsJsonObject().getAsJsonObject("stmt").getAsJsonArray("args");
            assertThat(args.get(0).getAsJsonObject().get("value").getAsString().equals(text))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Welcome</body></html>",
                "null",
                "[]",
                "{}",
                "{\"results\":[]}",
                "{\"results\":[{}]}",
                "{\"results\":[{\"type\":\"ok\",\"response\":{\"type\":\"execute\"}}]}",
                "{\"baton\":null,\"results\":[{\"type\":\"ok\",",
                "{\"results\":[1,2,3]}",
                "{\"results\":[{\"response\":{\"result\":{\"cols\":[],\"rows\":[[{\"type\":\"new\"}]],\"affected_row_count\":0}}}]}",
                "{\"results\":[{\"response\":{\"result\":{\"cols\":[],\"rows\":[[{\"type\":\"integer\",\"value\":\"x\"}]],\"affected_row_count\":0}}}]}",
            })
    void answersOutsideOfTheProtocolAreErrorsAtOnce(String body) {
        server.enqueue(Answers.ok(body));

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.query(Statement.of("SELECT 1")))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.PROTOCOL_VIOLATION));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void wrongNumberOfStepsIsNoSuccess() {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.committed(3))));

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(List.of(Statement.of("A"))))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.PROTOCOL_VIOLATION));
    }

    @Test
    void answersBeyondTheLimitAreRefused() {
        server.enqueue(Answers.ok("[" + " ".repeat(33 << 20)));

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.query(Statement.of("SELECT 1")))
                .withMessage("target's answer is too large");
    }

    private static String body(RecordedRequest request) {
        return request.getBody().string(UTF_8);
    }

    private static JsonArray requests(RecordedRequest request) {
        return JsonParser.parseString(body(request)).getAsJsonObject().getAsJsonArray("requests");
    }
}
