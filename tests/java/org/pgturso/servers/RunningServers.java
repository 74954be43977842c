package org.pgturso.servers;

import java.util.ArrayList;
import java.util.List;

/** Servers to stop when the JVM ends, whatever ended it short of a kill; then goes the scratch directory. */
final class RunningServers {
    private static final List<AutoCloseable> OPEN = new ArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningServers::closeAll, "stop servers"));
    }

    private RunningServers() {}

    static synchronized void add(AutoCloseable server) {
        OPEN.add(server);
    }

    static synchronized void remove(AutoCloseable server) {
        OPEN.remove(server);
    }

    private static void closeAll() {
        for (AutoCloseable server : copy()) {
            try {
                server.close();
            } catch (Exception e) {
                System.err.println("could not stop " + server + ": " + e);
            }
        }
        ScratchDirectory.delete(ScratchDirectory.PATH);
    }

    private static synchronized List<AutoCloseable> copy() {
        return List.copyOf(OPEN);
    }
}
