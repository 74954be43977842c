package org.pgturso.turso;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.servers.Await;
import org.pgturso.servers.Fault;
import org.pgturso.servers.FaultProxy;
import org.pgturso.servers.TursoServer;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.sqlite.SqliteValue.Blob;
import org.pgturso.sqlite.SqliteValue.Int;
import org.pgturso.sqlite.SqliteValue.Real;
import org.pgturso.sqlite.SqliteValue.Text;

/** Against a real Turso server, with a way to it that breaks on demand. */
class TursoClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TursoServer server;
    private static FaultProxy proxy;

    private TursoClient client;

    @BeforeAll
    static void start() {
        server = TursoServer.create();
        proxy = new FaultProxy(server);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @BeforeEach
    void open() {
        client = client(PATIENCE, PATIENCE);
        client.transaction(List.of(
                Statement.of("DROP TABLE IF EXISTS dish"),
                Statement.of("CREATE TABLE dish (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")));
    }

    @AfterEach
    void close() {
        client.close();
        proxy.heal();
    }

    @Test
    void transactionCommitsAllItsStatements() {
        client.transaction(List.of(insert(1, "soup"), insert(2, "salad")));

        assertThat(server.query("SELECT id, name FROM dish ORDER BY id"))
                .containsExactly(List.of(1L, "soup"), List.of(2L, "salad"));
    }

    @Test
    void transactionWithoutStatementsIsFine() {
        client.transaction(List.of());

        assertThat(dishes()).isZero();
    }

    @Test
    void failingStepInTheMiddleLeavesNothingAndTheNextRequestWorks() {
        List<Statement> statements = List.of(
                insert(1, "soup"),
                Statement.of("INSERT INTO dish VALUES (2, NULL)"),
                insert(3, "salad"),
                Statement.of("DROP TABLE dish"));

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(statements))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.TARGET_REJECTED);
                    assertThat(error.detail()).contains("NOT NULL constraint failed: dish.name");
                });

        assertThat(dishes()).isZero();
        client.transaction(List.of(insert(1, "soup")));
        assertThat(dishes()).isEqualTo(1);
    }

    @Test
    void statementThatDoesNotParseLeavesNothing() {
        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(List.of(insert(1, "soup"), Statement.of("SELEC 's3cr3t'"))))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.TARGET_REJECTED);
                    assertThat(error.detail()).contains("syntax error").doesNotContain("s3cr3t");
                });

        assertThat(dishes()).isZero();
    }

    @Test
    void failingQueryTellsWhatIsMissing() {
        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.query(Statement.of("SELECT * FROM nowhere")))
                .satisfies(error -> assertThat(error.detail()).contains("no such table: nowhere"));
    }

    @Test
    void valuesComeBackAsTheyWent() {
        List<SqliteValue> values = List.of(
                SqliteValue.NULL,
                new Int(0),
                new Int(Long.MAX_VALUE),
                new Int(Long.MIN_VALUE),
                new Int((1L << 53) + 1),
                new Real(1.5),
                new Text(""),
                new Text("1.0"),
                new Text("<a href='x'>\"\\ \u0001\u001f\u2028\ufeff é ß 漢字 😀"),
                new Blob(""),
                new Blob("00"),
                new Blob("00ff80fbefbe"));
        String parameters =
                IntStream.rangeClosed(1, values.size()).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));

        StatementResult result = client.query(new Statement("SELECT " + parameters, values));

        assertThat(result.rows()).containsExactly(values);
    }

    @Test
    void doublesAreReadBitForBit() {
        Random random = new Random(42);
        List<SqliteValue> doubles = random.longs(2000)
                .mapToObj(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .map(value -> (SqliteValue) new Real(value))
                .toList();
        String json = doubles.stream()
                .map(value -> "[" + ((Real) value).value() + "]")
                .collect(Collectors.joining(",", "[", "]"));

        StatementResult result = client.query(Statement.of("SELECT value->>0 FROM json_each(?1)", new Text(json)));

        assertThat(result.rows().stream().map(row -> row.get(0)).toList()).isEqualTo(doubles);
    }

    @Test
    void parameterOfSeveralMegabytesArrivesWhole() {
        String text = "Grüße, \"quoted\" ".repeat(1 << 18);

        client.transaction(List.of(insert(1, text)));

        assertThat(client.query(Statement.of("SELECT name FROM dish")).rows()).containsExactly(List.of(new Text(text)));
    }

    @Test
    void committedTransactionWhoseAnswerWasLostIsRepeated() {
        int before = proxy.requests();
        proxy.failNext(Fault.LOSE_RESPONSE);

        client.transaction(List.of(Statement.of("INSERT INTO dish VALUES (1, 'soup') ON CONFLICT (id) DO NOTHING")));

        assertThat(proxy.requests() - before).isEqualTo(2);
        assertThat(dishes()).isEqualTo(1);
    }

    @Test
    void guardTellsThatALostAnswerMeantSuccess() {
        client.transaction(List.of(insert(1, "soup")));
        proxy.failNext(Fault.LOSE_RESPONSE);
        Statement guard = Statement.of("UPDATE dish SET name = CASE WHEN name = 'soup' THEN 'stew' END WHERE id = 1");

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(List.of(guard, insert(2, "salad"))))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.TARGET_REJECTED));

        assertThat(server.query("SELECT id, name FROM dish ORDER BY id"))
                .containsExactly(List.of(1L, "stew"), List.of(2L, "salad"));
    }

    @Test
    void cutRefusedAndHeldRequestsAreRepeated() {
        try (TursoClient impatient = client(Duration.ofSeconds(2), PATIENCE)) {
            proxy.failNext(Fault.CUT);
            proxy.failNext(Fault.REFUSE);
            proxy.failNext(Fault.UNAVAILABLE);
            proxy.failNext(Fault.HOLD);

            impatient.transaction(List.of(insert(1, "soup")));
        }
        assertThat(dishes()).isEqualTo(1);
    }

    @Test
    void refusedTokenIsAnErrorAtOnce() {
        int before = proxy.requests();
        proxy.failNext(Fault.UNAUTHORIZED);

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(List.of(insert(1, "soup"))))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.TOKEN_REFUSED));

        assertThat(proxy.requests() - before).isEqualTo(1);
        assertThat(dishes()).isZero();
    }

    @Test
    void serverThatIsDownIsWaitedFor() {
        server.stop();
        int before = proxy.requests();
        Pending pending = client.submit(List.of(insert(1, "soup")));
        Await.until("several attempts", PATIENCE, () -> proxy.requests() - before > 2);
        assertThat(pending.isDone()).isFalse();

        server.start();
        pending.await();

        assertThat(dishes()).isEqualTo(1);
    }

    @Test
    void serverKilledInTheMiddleLeavesAllOrNothingAndTheRepetitionMendsIt() {
        int rows = 200_000;
        List<Statement> statements = new ArrayList<>();
        for (int from = 0; from < rows; from += 10_000) {
            String ids = IntStream.range(from, from + 10_000)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(",", "[", "]"));
            statements.add(Statement.of(
                    "INSERT INTO dish SELECT value, 'dish' FROM json_each(?1) WHERE true ON CONFLICT (id) DO NOTHING",
                    new Text(ids)));
        }
        int before = proxy.requests();
        Pending pending = client.submit(statements);
        Await.until("request on its way", PATIENCE, () -> proxy.requests() > before);

        server.kill();
        server.start();
        pending.await();

        assertThat(dishes()).isEqualTo(rows);
        assertThat(server.value("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void transactionThatSomebodyElseLeftOpenIsNotTouched() {
        server.query("BEGIN");
        server.query("INSERT INTO dish VALUES (7, 'theirs')");
        try (TursoClient impatient = client(PATIENCE, Duration.ofMillis(300))) {
            assertThatExceptionOfType(PgTursoException.class)
                    .isThrownBy(() -> impatient.transaction(List.of(insert(1, "ours"))))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.IN_USE));
        }
        server.query("COMMIT");

        client.transaction(List.of(insert(1, "ours")));

        assertThat(server.query("SELECT name FROM dish ORDER BY id"))
                .containsExactly(List.of("ours"), List.of("theirs"));
    }

    private static Statement insert(long id, String name) {
        return Statement.of("INSERT INTO dish VALUES (?1, ?2)", new Int(id), new Text(name));
    }

    private static long dishes() {
        return (Long) requireNonNull(server.value("SELECT count(*) FROM dish"));
    }

    private static TursoClient client(Duration call, Duration retry) {
        Endpoint endpoint = Endpoint.parse(proxy.url(), "t0ken", false);
        return new TursoClient(endpoint, new Timeouts(Duration.ofSeconds(5), call, retry), Waiting.BLOCKING);
    }
}
