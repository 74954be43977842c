package org.pgturso.apply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pgturso.sqlite.SqliteValue;
import org.pgturso.turso.Endpoint;
import org.pgturso.turso.Statement;
import org.pgturso.turso.Timeouts;
import org.pgturso.turso.TursoClient;
import org.pgturso.turso.Waiting;

/** A Turso server behind the client that production uses. */
final class TursoDatabase implements TargetDatabase {
    private static final Timeouts IMPATIENT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1));

    private final TursoClient client;

    TursoDatabase(String url) {
        client = client(url);
    }

    /** A client that gives up after about a second. */
    static TursoClient client(String url) {
        return new TursoClient(Endpoint.parse(url, null, false), IMPATIENT, Waiting.BLOCKING);
    }

    @Override
    public void run(List<Statement> statements) {
        client.transaction(statements);
    }

    @Override
    public List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        for (List<SqliteValue> row : client.query(Statement.of(sql)).rows()) {
            rows.add(String.join("|", row.stream().map(Rows::literal).toList()));
        }
        rows.sort(null);
        return rows;
    }

    @Override
    public void close() {
        client.close();
    }
}
