package org.pgturso.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.PostgresError;
import org.pgturso.postgres.Session;

/** The extension's script, run as plain SQL. */
final class InstallScript {
    private static final String RESOURCE = "/org/pgturso/extension/pgturso--1.0.sql";
    private static final int OLDEST_VERSION = 150000;

    private final String script;

    /** Takes a script as {@code CREATE EXTENSION} reads it. */
    InstallScript(String script) {
        this.script = script;
    }

    /** The script in this jar. */
    static InstallScript packaged() {
        try (InputStream in = InstallScript.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new PgTursoException(ErrorKind.INTERNAL, "extension script is missing in the jar");
            }
            return new InstallScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The plain SQL for a schema: without psql's commands, which are comments to {@code CREATE EXTENSION}. */
    String plainSql(String quotedSchema) {
        return script.lines()
                .filter(line -> !line.startsWith("\\"))
                .map(line -> line.replace("@extschema@", quotedSchema))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Installs in one transaction.
     *
     * @param notices takes what Postgres says meanwhile, a line each
     * @return how many functions and procedures are in the schema now
     */
    long run(Database database, String schema, Consumer<String> notices) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            Session session = new Session(connection, Connection::commit);
            check(session, database, schema);
            String quoted = session.text("SELECT quote_ident(?)", schema);
            try (Statement statement = connection.createStatement()) {
                // As CREATE EXTENSION does.
                statement.execute("SET LOCAL search_path = " + quoted + ", pg_temp");
                statement.execute("SET LOCAL check_function_bodies = off");
                statement.execute(plainSql(quoted));
                print(statement.getWarnings(), notices);
            }
            session.commit();
            return Long.parseLong(session.text(
                    "SELECT count(*) FROM pg_proc WHERE pronamespace = quote_ident(?)::regnamespace"
                            + " AND proname LIKE 'turso\\_%'",
                    schema));
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    private static void check(Session session, Database database, String schema) {
        if (Integer.parseInt(session.text("SHOW server_version_num")) < OLDEST_VERSION) {
            throw new PgTursoException(ErrorKind.NOT_SUPPORTED, "pgturso needs PostgreSQL 15 or later");
        }
        if (schemaExists(session, "turso")) {
            throw new PgTursoException(
                            ErrorKind.DUPLICATE_OBJECT,
                            "pgturso is installed in database \"" + database.name() + "\" already")
                    .detail("Schema \"turso\" exists.");
        }
        if (!schemaExists(session, schema)) {
            throw new PgTursoException(ErrorKind.UNDEFINED_OBJECT, "schema \"" + schema + "\" does not exist");
        }
    }

    private static boolean schemaExists(Session session, String schema) {
        return session.first("SELECT FROM pg_namespace WHERE nspname = ?", row -> true, schema)
                .isPresent();
    }

    private static void print(@Nullable SQLWarning first, Consumer<String> notices) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            notices.accept("NOTICE:  " + warning.getMessage());
        }
    }
}
