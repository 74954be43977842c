package org.pgturso.worker;

import java.util.concurrent.Callable;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pgturso worker} */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Replicates a database until it gets SIGTERM or SIGINT. A second worker waits as a standby.")
final class WorkerCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOption option = new DatabaseOption();

    @Override
    public Integer call() {
        logLines();
        Database database = option.database();
        Worker worker = new Worker(database, stations -> new Replicating(database, stations));
        new CleanExit().during(worker::run, worker::stop);
        return 0;
    }

    private static void logLines() {
        LogManager.getLogManager().reset();
        Handler handler = new ConsoleHandler();
        handler.setFormatter(new LineFormat());
        Logger.getLogger("").addHandler(handler);
    }
}
