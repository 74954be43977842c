package org.pgturso.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.pgturso.servers.PostgresServer;

/** Where the Java runs. */
enum Host {
    /** A process beside the server, which also keeps the schedules. */
    WORKER,
    /** The backend itself; pg_cron keeps the schedules. */
    PLJAVA;

    /** Skips the test, by name, where this host is not installed. */
    void assumeInstalled() {
        assumeTrue(isInstalled(), "PL/Java is not installed");
    }

    boolean isInstalled() {
        return this == WORKER || PostgresServer.hasPlJava();
    }
}
