package org.pgturso.turso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** Networks and servers that misbehave. */
class TursoClientFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NONE = Duration.ZERO;
    private static final MockResponse COMMITTED = Answers.ok(Answers.pipeline(Answers.committed(1)));
    private static final List<Statement> STATEMENTS = List.of(Statement.of("A"));

    @StartStop
    final MockWebServer server = new MockWebServer();

    private TursoClient client;

    @BeforeEach
    void open() {
        client = client(PATIENCE, PATIENCE);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void connectionClosedBeforeTheRequestIsReadIsTriedAgain() {
        server.enqueue(new MockResponse.Builder()
                .onRequestStart(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(COMMITTED);

        client.transaction(STATEMENTS);

        assertThat(server.getRequestCount()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void responseLostAfterTheWriteIsTriedAgain() throws Exception {
        server.enqueue(COMMITTED
                .newBuilder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(COMMITTED);

        client.transaction(STATEMENTS);

        RecordedRequest lost = server.takeRequest();
        RecordedRequest again = server.takeRequest();
        assertThat(again.getBody()).isEqualTo(lost.getBody());
        assertThat(lost.getBody().size()).isPositive();
    }

    @Test
    void responseCutInTheMiddleIsTriedAgain() {
        server.enqueue(COMMITTED
                .newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(COMMITTED);

        client.transaction(STATEMENTS);

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void slowAnswerWithinTheTimeIsWaitedFor() {
        server.enqueue(COMMITTED
                .newBuilder()
                .throttleBody(20, 20, TimeUnit.MILLISECONDS)
                .build());

        client.transaction(STATEMENTS);

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void silenceEndsWithTheCallTimeout() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        try (TursoClient impatient = client(Duration.ofMillis(200), NONE)) {
            assertThatExceptionOfType(PgTursoException.class)
                    .isThrownBy(() -> impatient.transaction(STATEMENTS))
                    .satisfies(error -> {
                        assertThat(error.kind()).isEqualTo(ErrorKind.TARGET_UNAVAILABLE);
                        assertThat(error.detail()).contains("pgturso.call_timeout");
                    })
                    .withMessage("target did not answer in time");
        }
    }

    @Test
    void silenceIsTriedAgainOnANewConnection() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        server.enqueue(COMMITTED);

        try (TursoClient impatient = client(Duration.ofMillis(300), PATIENCE)) {
            impatient.transaction(STATEMENTS);
        }

        assertThat(server.takeRequest().getConnectionIndex()).isZero();
        assertThat(server.takeRequest().getConnectionIndex()).isEqualTo(1);
    }

    @Test
    void refusedConnectionIsAnErrorThatSaysSo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Endpoint nobody = Endpoint.parse("http://127.0.0.1:" + port, null, false);

        try (TursoClient refused =
                new TursoClient(nobody, new Timeouts(PATIENCE, PATIENCE, Duration.ofMillis(500)), Waiting.BLOCKING)) {
            assertThatExceptionOfType(PgTursoException.class)
                    .isThrownBy(() -> refused.query(Statement.of("SELECT 1")))
                    .satisfies(error -> {
                        assertThat(error.kind()).isEqualTo(ErrorKind.TARGET_UNAVAILABLE);
                        assertThat(error.detail()).contains("" + port).containsPattern("It was tried \\d+ times");
                    })
                    .withMessage("target can't be reached");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void passingStatusesAreTriedAgain(int status) {
        server.enqueue(Answers.status(status));
        server.enqueue(COMMITTED);

        client.transaction(STATEMENTS);

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, TARGET_REJECTED",
        "401, TOKEN_REFUSED",
        "403, TOKEN_REFUSED",
        "404, UNDEFINED_OBJECT",
        "413, TARGET_REJECTED",
        "301, TARGET_REJECTED",
        "204, TARGET_REJECTED",
    })
    void lastingStatusesAreErrorsAtOnce(int status, ErrorKind kind) {
        MockResponse.Builder response =
                new MockResponse.Builder().code(status).setHeader("Location", server.url("/other"));
        server.enqueue((status == 204 ? response : response.body("s3cr3t")).build());

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(STATEMENTS))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(kind);
                    assertThat(error.detail()).isEqualTo("The target answered with HTTP status " + status + ".");
                });
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void refusedTokenLeadsToTheTokenFunction() {
        server.enqueue(Answers.status(401));

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(STATEMENTS))
                .satisfies(error -> assertThat(error.hint()).contains("turso_token()"));
    }

    @Test
    void retryAfterIsHonoured() {
        server.enqueue(
                Answers.status(429).newBuilder().setHeader("Retry-After", "1").build());
        server.enqueue(COMMITTED);
        long start = System.nanoTime();

        client.transaction(STATEMENTS);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void retryAfterBeyondTheTimeAllowedIsAnErrorAtOnce() {
        server.enqueue(Answers.status(429)
                .newBuilder()
                .setHeader("Retry-After", "86400")
                .build());

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(() -> client.transaction(STATEMENTS))
                .withMessage("target is limiting the rate of requests");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQLITE_BUSY", "SQLITE_LOCKED", "TRANSACTION_TIMEOUT", "STREAM_EXPIRED"})
    void passingErrorsOfAStepAreTriedAgain(String code) {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.failed(1, 0, code))));
        server.enqueue(Answers.ok(Answers.pipeline(Answers.failed(1, 2, code))));
        server.enqueue(Answers.ok(Answers.pipeline(Answers.error(code))));
        server.enqueue(COMMITTED);

        client.transaction(STATEMENTS);

        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "SQL_PARSE_ERROR, TARGET_REJECTED",
        "SQLITE_CONSTRAINT, TARGET_REJECTED",
        "SQLITE_TOOBIG, TARGET_REJECTED",
        "BLOCKED, TARGET_BLOCKED",
        "SQLITE_FULL, TARGET_BLOCKED",
    })
    void lastingErrorsAreErrorsAtOnceWithoutTheServersWords(String code, ErrorKind kind) {
        server.enqueue(Answers.ok(Answers.pipeline(Answers.failed(1, 1, code))));
        server.enqueue(Answers.ok(Answers.pipeline(Answers.error(code))));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(PgTursoException.class)
                    .isThrownBy(() -> client.transaction(STATEMENTS))
                    .satisfies(error -> {
                        assertThat(error.kind()).isEqualTo(kind);
                        assertThat(error.detail()).isEqualTo("The target reported " + code + ".");
                    });
        }
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void failureAfterAFailureDoesNotDisturbTheNextRequest() {
        server.enqueue(Answers.status(401));
        server.enqueue(COMMITTED);

        Pending refused = client.submit(STATEMENTS);
        Pending fine = client.submit(STATEMENTS);

        fine.await();
        assertThatExceptionOfType(PgTursoException.class).isThrownBy(refused::await);
    }

    @Test
    void interruptedWaitCancelsTheCall() throws Exception {
        CountDownLatch arrived = stallOnArrival();
        CompletableFuture<ErrorKind> seen = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                client.transaction(STATEMENTS);
            } catch (PgTursoException e) {
                seen.complete(e.kind());
            }
        });
        caller.start();
        arrived.await();
        caller.interrupt();

        assertThat(seen).succeedsWithin(PATIENCE).isEqualTo(ErrorKind.CANCELLED);
        client.transaction(STATEMENTS);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void cancelDuringAPauseEndsTheTrying() throws Exception {
        server.enqueue(
                Answers.status(503).newBuilder().setHeader("Retry-After", "10").build());
        server.enqueue(COMMITTED);

        Pending pending = client.submit(STATEMENTS);
        server.takeRequest();
        pending.cancel();
        client.transaction(STATEMENTS);

        assertThatExceptionOfType(PgTursoException.class)
                .isThrownBy(pending::await)
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void closingTheClientCancelsWhatIsUnderWay() throws Exception {
        CountDownLatch arrived = stallOnArrival();
        Pending running = client.submit(STATEMENTS);
        Pending queued = client.submit(STATEMENTS);
        arrived.await();

        client.close();

        for (Pending pending : List.of(running, queued)) {
            assertThatExceptionOfType(PgTursoException.class)
                    .isThrownBy(pending::await)
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED));
        }
    }

    @Test
    void waitingIsTheHostsOwn() {
        server.enqueue(COMMITTED);
        AtomicReference<Thread> waited = new AtomicReference<>();
        Waiting host = new Waiting() {
            @Override
            public <T> T await(CompletableFuture<T> answer) {
                waited.set(Thread.currentThread());
                return answer.join();
            }
        };

        try (TursoClient hosted = new TursoClient(endpoint(), Timeouts.DEFAULT, host)) {
            hosted.transaction(STATEMENTS);
        }

        assertThat(waited.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void threadsDoNotKeepTheProcessAlive() {
        server.enqueue(COMMITTED);
        client.transaction(STATEMENTS);

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("pgturso"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    /** The first request is never answered, the next ones are; counted down when the first has arrived. */
    private CountDownLatch stallOnArrival() {
        CountDownLatch arrived = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (arrived.getCount() == 0) {
                    return COMMITTED;
                }
                arrived.countDown();
                return new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build();
            }
        });
        return arrived;
    }

    private Endpoint endpoint() {
        return Endpoint.parse(server.url("/").toString(), null, false);
    }

    private TursoClient client(Duration call, Duration retry) {
        return new TursoClient(endpoint(), new Timeouts(PATIENCE, call, retry), Waiting.BLOCKING);
    }
}
