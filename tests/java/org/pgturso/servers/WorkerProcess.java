package org.pgturso.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A command of the packaged jar, run as a user would: {@code java -jar target/pgturso.jar …}. What it says goes to
 * {@code target/servers/1/worker-N.log}.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Path JAR = Path.of("target", "pgturso.jar").toAbsolutePath();

    private final Path log;
    private final Process process;

    private WorkerProcess(Map<String, String> environment, List<String> arguments) {
        log = ScratchDirectory.LOGS.resolve("worker-" + COUNT.incrementAndGet() + ".log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(arguments);
        try {
            Files.createDirectories(ScratchDirectory.LOGS);
            Files.deleteIfExists(log);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RunningServers.add(this);
    }

    /** Starts any command of the jar with variables on top of this JVM's. */
    public static WorkerProcess start(Map<String, String> environment, String... arguments) {
        return new WorkerProcess(environment, List.of(arguments));
    }

    /** Starts a worker for a database and waits until it is in charge. */
    public static WorkerProcess inCharge(String database) {
        WorkerProcess worker = start(Map.of(), "worker", "--database", database);
        worker.awaitLine("in charge of");
        return worker;
    }

    /** Waits until it has said something. */
    public void awaitLine(String text) {
        Await.until("\"" + text + "\" in " + log, Duration.ofSeconds(30), () -> {
            if (output().contains(text)) {
                return true;
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended");
            }
            return false;
        });
    }

    /** All that it has said so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and returns the exit status. */
    public int exit() {
        return Await.exit(process);
    }

    /** Sends SIGTERM, waits and returns the exit status. */
    public int terminate() {
        process.destroy();
        return exit();
    }

    /** Ends it without a chance to finish anything. */
    public void kill() {
        process.destroyForcibly();
        exit();
    }

    @Override
    public void close() {
        RunningServers.remove(this);
        kill();
    }
}
