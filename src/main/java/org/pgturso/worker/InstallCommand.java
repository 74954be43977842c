package org.pgturso.worker;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pgturso install} */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Installs the SQL functions where CREATE EXTENSION can't: on servers whose files are out of reach.")
final class InstallCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOption option = new DatabaseOption();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "public",
            description = "existing schema for the functions turso_*; public by default")
    private String schema = "public";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Database database = option.database();
        PrintWriter err = spec.commandLine().getErr();
        long functions = InstallScript.packaged().run(database, schema, err::println);
        spec.commandLine()
                .getOut()
                .println("installed pgturso in database " + database.name() + ": schema turso, " + functions
                        + " functions in schema " + schema);
        return 0;
    }
}
