package org.pgturso.worker;

import org.pgturso.error.PgTursoException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line: {@code java -jar pgturso.jar worker|install}. Exit status: 0 after success and a clean end, 1 after
 * an error, 2 for a command line that can't be understood.
 */
@Command(
        name = "pgturso",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {WorkerCommand.class, InstallCommand.class},
        synopsisSubcommandLabel = "worker|install",
        description = "Keeps tables, materialized views and views of a Postgres database replicated in Turso.")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((error, command, parsed) -> {
            if (error instanceof PgTursoException known) {
                command.getErr().println(new Failure(known));
                return 1;
            }
            throw error;
        });
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"pgturso " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
