package org.pgturso.endtoend;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pgturso.servers.TursoServer;

/** All tables and views of a database: copied, changed and compared, each with what became of it. */
final class RegressionTables {
    private static final String SAME = "equal";

    /** Roots of partitions come before the partitions; one view is random. */
    private static final String RELATIONS = """
            SELECT c.oid::regclass::text
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN (%s) AND c.relpersistence <> 't' AND c.relname <> 'test_tablesample_v2'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'turso', 'pgturso_test')
               AND n.nspname !~ '^pg_(toast|temp)'
             ORDER BY c.relispartition, c.oid""";

    private static final String ROOT_IS_REPLICATED = """
            EXISTS (SELECT FROM pg_partition_ancestors('%1$s') a JOIN turso.replication r ON r.relation = a.relid
                     WHERE a.relid <> '%1$s'::regclass)""";

    private final Source source;
    private final TursoServer turso;
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final Map<String, String> views = new LinkedHashMap<>();
    private final List<String> unchanged = new ArrayList<>();

    RegressionTables(Source source, TursoServer turso) {
        this.source = source;
        this.turso = turso;
    }

    /** Replicates all, and compares after the copy, after updates and deletes, and after inserts. Views join in late. */
    void replicateAll() throws SQLException {
        register(false);
        replicateAndCompare();
        RegressionChanges changes = new RegressionChanges(source);
        for (String table : registered("kind = 'table'")) {
            if (!changes.updateAllAndDeleteHalf(table)) {
                unchanged.add(table);
            }
        }
        register(true);
        replicateAndCompare();
        changes.insertAgain();
        replicateAndCompare();
    }

    private void register(boolean theViews) throws SQLException {
        for (String relation : source.column(RELATIONS.formatted(theViews ? "'v', 'm'" : "'r', 'p', 'f'"))) {
            if (theViews) {
                views.put(relation, registerView(relation));
            } else {
                tables.put(relation, registerTable(relation));
            }
        }
    }

    private String registerTable(String table) throws SQLException {
        if (source.is(ROOT_IS_REPLICATED.formatted(table.replace("'", "''")))) {
            return "equal, with the partitioned table";
        }
        if (source.is("turso.key_index('" + table.replace("'", "''") + "') IS NULL")) {
            for (String part : source.column("SELECT coalesce(relid, '" + table.replace("'", "''")
                    + "'::regclass)::text FROM (SELECT) AS one LEFT JOIN pg_partition_tree('" + table.replace("'", "''")
                    + "') ON true")) {
                outcome("ALTER TABLE " + part + " REPLICA IDENTITY FULL");
            }
        }
        return outcome("SELECT turso_schedule_table_replication('" + table.replace("'", "''") + "', '" + EndToEnd.RARELY
                + "')");
    }

    private String registerView(String view) throws SQLException {
        return outcome(
                "SELECT turso_schedule_mv_replication('" + view.replace("'", "''") + "', '" + EndToEnd.RARELY + "')");
    }

    /** What became of a statement: equal for now, or the error without the names in it. */
    private String outcome(String sql) throws SQLException {
        try (Statement statement = source.connection().createStatement()) {
            statement.execute(sql);
            return SAME;
        } catch (SQLException e) {
            return reason(String.valueOf(e.getMessage()));
        }
    }

    private static String reason(String message) {
        return "refused: "
                + message.replaceFirst("(?s)\\n\\s*(Where|Hint):.*", "")
                        .replaceFirst("^ERROR: ", "")
                        .replaceAll("\"[^\"]*\"", "\"…\"")
                        .replaceAll("\\s*\\n\\s*", " ");
    }

    private List<String> registered(String condition) throws SQLException {
        return source.column("SELECT relation::text FROM turso.replication WHERE " + condition + " ORDER BY id");
    }

    private void replicateAndCompare() throws SQLException {
        outcome("SELECT * FROM turso_replicate_now()");
        try (Statement statement = source.connection().createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT relation::text, target_table, kind, error ->> 'message', error ->> 'detail' FROM turso.replication")) {
            while (rows.next()) {
                Map<String, String> outcomes = rows.getString(3).equals("table") ? tables : views;
                String error = rows.getString(4);
                String now = error == null
                        ? compare(rows.getString(1), rows.getString(2))
                        : reason(error + " " + rows.getString(5));
                if (!now.equals(SAME)) {
                    outcomes.put(rows.getString(1), now);
                }
            }
        }
    }

    private String compare(String relation, String table) {
        Map<String, Integer> differences;
        try {
            differences = new EncodedReplica(source, turso, relation, table).differences();
        } catch (RuntimeException | SQLException e) {
            return "differs: " + e;
        }
        String some = differences.entrySet().stream()
                .limit(4)
                .map(row -> row.getValue() + " × " + shortened(row.getKey()))
                .collect(Collectors.joining("\n      "));
        return differences.isEmpty() ? SAME : "differs in " + differences.size() + " rows:\n      " + some;
    }

    private static String shortened(String row) {
        return row.length() > 300 ? row.substring(0, 300) + "…" : row;
    }

    /** What differs, with the first rows that do. */
    List<String> differing() {
        List<String> differing = new ArrayList<>();
        tables.forEach((table, outcome) -> addDiffering(differing, table, outcome));
        views.forEach((view, outcome) -> addDiffering(differing, view, outcome));
        return differing;
    }

    private static void addDiffering(List<String> differing, String relation, String outcome) {
        if (outcome.startsWith("differs")) {
            differing.add(relation + " " + outcome);
        }
    }

    /** How many are equal, refused and different, and which. */
    String report() {
        return "tables: " + tables.size() + grouped(tables) + "\n  could not be changed, only copied: "
                + unchanged.size() + " " + unchanged + "\nviews: " + views.size() + grouped(views);
    }

    private static String grouped(Map<String, String> outcomes) {
        Map<String, TreeSet<String>> groups = new TreeMap<>();
        outcomes.forEach((relation, outcome) ->
                groups.computeIfAbsent(outcome, key -> new TreeSet<>()).add(relation));
        return groups.entrySet().stream()
                .map(group -> "\n  " + group.getValue().size() + " " + group.getKey()
                        + (group.getKey().startsWith(SAME) ? "" : " " + group.getValue()))
                .collect(Collectors.joining());
    }
}
