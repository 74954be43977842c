package org.pgturso.turso;

import java.io.Reader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okio.Buffer;

/**
 * A Turso database, spoken to by Hrana over HTTP. Requests go out one at a time in the order in which they were made,
 * from a daemon thread of the client's own, while the caller waits as its host wants to.
 *
 * <p>What may pass is tried again: a busy database, an overloaded server, a broken or silent network. After a lost
 * answer nobody knows whether the transaction was committed, so <em>every transaction must bear to be repeated</em>:
 * be idempotent, or fail the second time by a guard that the caller then examines. A guard's failure can therefore be
 * the news of an earlier success.
 *
 * <p>Errors: IN_USE and TARGET_UNAVAILABLE after all tries, TARGET_BLOCKED, TARGET_REJECTED, TOKEN_REFUSED,
 * UNDEFINED_OBJECT, PROTOCOL_VIOLATION at once, CANCELLED as the {@link Waiting} decides. Any thread may call.
 */
public final class TursoClient implements AutoCloseable {
    private final Timeouts timeouts;
    private final Waiting waiting;
    private final Http http;
    private final ThreadPoolExecutor thread;
    private final Set<Exchange<?>> open = ConcurrentHashMap.newKeySet();

    /** Connects when the first request is made. */
    public TursoClient(Endpoint endpoint, Timeouts timeouts, Waiting waiting) {
        this.timeouts = timeouts;
        this.waiting = waiting;
        this.http = new Http(endpoint, timeouts);
        this.thread = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread daemon = new Thread(work, "pgturso target");
            daemon.setDaemon(true);
            return daemon;
        });
        // It ends by itself when idle: shutting it down would need a permission that a backend does not give.
        thread.allowCoreThreadTimeOut(true);
    }

    /** Runs one statement outside of a transaction and returns its rows. */
    public StatementResult query(Statement statement) {
        return waiting.await(send(HranaWriter.execute(statement, http.keepsStreams()), HranaReader::execute));
    }

    /** Runs all statements or none. Their rows are not returned. */
    public void transaction(List<Statement> statements) {
        submit(statements).await();
    }

    /** Begins what {@link #transaction} does and returns at once. Parameters are read before it returns. */
    public Pending submit(List<Statement> statements) {
        Buffer request = HranaWriter.transaction(statements, http.keepsStreams());
        return new Pending(send(request, body -> HranaReader.transaction(body, statements.size())), waiting);
    }

    /** Cancels what is under way. */
    @Override
    public void close() {
        // Those that wait first: the end of the one that runs would start the next.
        thread.getQueue().forEach(queued -> ((Exchange<?>) queued).cancel());
        open.forEach(Exchange::cancel);
    }

    private <T> CompletableFuture<T> send(Buffer request, Function<Reader, HranaAnswer<T>> reader) {
        Exchange<T> exchange = new Exchange<>(http, request, reader, timeouts.retry());
        open.add(exchange);
        var unused = exchange.result().whenComplete((value, error) -> open.remove(exchange));
        thread.execute(exchange);
        return exchange.result();
    }
}
