package org.pgturso.worker;

import picocli.CommandLine.Option;

/** The option that names the database, shared by the commands. */
final class DatabaseOption {
    @Option(
            names = {"-d", "--database"},
            paramLabel = "URI",
            defaultValue = "postgresql://",
            description = {
                "database to connect to: postgresql://user@host:port/database",
                "What it leaves out comes from PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD and the password file,"
                        + " as with psql."
            })
    private String uri = "postgresql://";

    Database database() {
        return DatabaseUri.parse(uri, System.getenv());
    }
}
