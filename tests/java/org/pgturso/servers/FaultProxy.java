package org.pgturso.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a Turso server and breaks the way to it when told. One request a connection, as the server does;
 * requests go through whole and in the order they come where no fault is due.
 */
public final class FaultProxy implements AutoCloseable {
    /** A fault for the next request whose body contains the text. */
    private record Planned(Fault fault, String text) {}

    private final TursoServer server;
    private final ServerSocket socket;
    private final Deque<Planned> planned = new ArrayDeque<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Fault always;
    private volatile Runnable beforeResponse = () -> {};

    public FaultProxy(TursoServer server) {
        this.server = server;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** How many requests came in, whatever became of them. */
    public int requests() {
        return requests.get();
    }

    /** How many of them met a fault. */
    public int failed() {
        return failed.get();
    }

    /** Lets the next request meet this fault; called twice, the next two. */
    public void failNext(Fault fault) {
        failNext(fault, "");
    }

    /** Lets the next request whose body contains the text meet this fault. */
    public synchronized void failNext(Fault fault, String text) {
        planned.add(new Planned(fault, text));
    }

    /** Lets all requests meet this fault until {@link #heal}. */
    public void failAlways(Fault fault) {
        always = fault;
    }

    /** Ends all faults that are still to come. */
    public synchronized void heal() {
        always = null;
        planned.clear();
    }

    /** Runs an action each time the server has executed a request, before the client may know it. */
    public void beforeResponse(Runnable action) {
        beforeResponse = action;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream()) {
            HttpMessage request = HttpMessage.read(in);
            requests.incrementAndGet();
            Fault fault = faultFor(request);
            if (fault == null) {
                byte[] response = forward(request);
                beforeResponse.run();
                out.write(response);
            } else {
                failed.incrementAndGet();
                fail(fault, request, out);
            }
        } catch (IOException e) {
            // the client went away, or the server did: the client sees a closed connection either way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Fault faultFor(HttpMessage request) {
        Planned next = planned.peek();
        if (next != null && request.contains(next.text())) {
            planned.remove();
            return next.fault();
        }
        return always;
    }

    private void fail(Fault fault, HttpMessage request, OutputStream client) throws IOException, InterruptedException {
        switch (fault) {
            case REFUSE -> {}
            case CUT -> cut(request);
            case LOSE_RESPONSE -> {
                forward(request);
                beforeResponse.run();
            }
            case HOLD -> closed.await();
            case UNAVAILABLE -> answer(client, "503 Service Unavailable");
            case UNAUTHORIZED -> answer(client, "401 Unauthorized");
        }
    }

    private byte[] forward(HttpMessage request) throws IOException {
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = upstream.getOutputStream();
            out.write(request.head());
            out.write(request.body());
            out.flush();
            return upstream.getInputStream().readAllBytes();
        }
    }

    private void cut(HttpMessage request) throws IOException {
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            upstream.getOutputStream().write(request.head());
            upstream.getOutputStream().write(request.body(), 0, request.body().length / 2);
        }
    }

    private static void answer(OutputStream client, String status) throws IOException {
        String head = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        client.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
