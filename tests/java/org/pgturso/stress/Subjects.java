package org.pgturso.stress;

import static org.pgturso.stress.Literals.longText;
import static org.pgturso.stress.Literals.moment;
import static org.pgturso.stress.Literals.real;
import static org.pgturso.stress.Literals.text;
import static org.pgturso.stress.Literals.upTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.pgturso.postgres.decode.Plugin;

/** The tables of the random workload. Keys are few, so that changes meet. */
final class Subjects {
    private Subjects() {}

    static List<Subject> all(Plugin plugin) {
        List<Subject> all = new ArrayList<>(
                List.of(counters(), items(), tags(), seats(), documents(), logs(), Wide.readings(), Wide.measures()));
        if (plugin == Plugin.PGOUTPUT) {
            // The other plugins name partitions, not the table they belong to.
            all.add(sales());
        }
        return plugin == Plugin.WAL2JSON ? all.stream().map(Subjects::finite).toList() : all;
    }

    /** wal2json before 2.6 gives NULL for what JSON has no number for. */
    private static Subject finite(Subject subject) {
        List<Function<Random, String>> changes = subject.changes().stream()
                .map(change -> change.andThen(sql -> sql.replace("'NaN'", "1").replace("'-Infinity'", "-1")))
                .toList();
        return new Subject(subject.relation(), subject.target(), subject.ddl(), subject.expected(), changes);
    }

    /** A single number as key. */
    private static Subject counters() {
        return new Subject(
                "counter",
                "counter",
                List.of(
                        "CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL, note text)",
                        "CREATE INDEX ON counter (n)"),
                "id, n, note",
                List.of(
                        r -> "INSERT INTO counter SELECT g, g, " + text(r) + " FROM generate_series(" + upTo(r, 80)
                                + ", " + upTo(r, 100) + ") g ON CONFLICT (id) DO NOTHING",
                        r -> "INSERT INTO counter VALUES (" + upTo(r, 100) + ", 0, " + text(r)
                                + ") ON CONFLICT (id) DO UPDATE SET n = counter.n + 1, note = excluded.note",
                        r -> "UPDATE counter SET n = n + 1 WHERE id % " + (1 + upTo(r, 7)) + " = 0",
                        r -> "UPDATE counter SET id = id + 100 WHERE id = " + upTo(r, 100),
                        r -> "UPDATE counter SET id = id - 100, note = " + text(r) + " WHERE id > 100",
                        r -> "DELETE FROM counter WHERE id % 20 = " + upTo(r, 20)));
    }

    /** A key of two columns, in another order than in the table, that changes. */
    private static Subject items() {
        return new Subject(
                "\"Item\"",
                "Item",
                List.of("CREATE TABLE \"Item\" (no int, price numeric(12, 3), code text, at timestamptz DEFAULT now(),"
                        + " \"select\" text, twice numeric GENERATED ALWAYS AS (price * 2) STORED,"
                        + " PRIMARY KEY (code, no))"),
                "no, price::text, code, at::text || ':00', \"select\", twice::text",
                List.of(
                        r -> "INSERT INTO \"Item\" (no, price, code, at, \"select\") VALUES (" + upTo(r, 9) + ", "
                                + r.nextInt(1000) + ".5, coalesce(" + text(r) + ", 'none'), " + moment(r) + ", "
                                + text(r) + ") ON CONFLICT DO NOTHING",
                        r -> "UPDATE \"Item\" SET price = price + 0.125 WHERE no = " + upTo(r, 9),
                        r -> "UPDATE \"Item\" SET code = coalesce(" + text(r) + ", 'moved') WHERE ctid = (SELECT ctid"
                                + " FROM \"Item\" ORDER BY code, no OFFSET " + upTo(r, 20) + " LIMIT 1)",
                        r -> "UPDATE \"Item\" SET no = no + 10, \"select\" = " + text(r) + " WHERE no = " + upTo(r, 9),
                        r -> "UPDATE \"Item\" SET no = no - 10 WHERE no >= 10",
                        r -> "DELETE FROM \"Item\" WHERE no = " + upTo(r, 12)));
    }

    /** Nothing but a key. */
    private static Subject tags() {
        return new Subject(
                "shop.tag",
                "shop__tag",
                List.of(
                        "CREATE SCHEMA shop",
                        "CREATE TABLE shop.tag (item int, word varchar(20), PRIMARY KEY (item, word))"),
                "item, word",
                List.of(
                        r -> "INSERT INTO shop.tag SELECT g, 'w' || g % 3 FROM generate_series(1, " + upTo(r, 40)
                                + ") g ON CONFLICT DO NOTHING",
                        r -> "UPDATE shop.tag SET word = 'w" + upTo(r, 9) + "' WHERE item = " + upTo(r, 40),
                        r -> "DELETE FROM shop.tag WHERE item % 5 = " + upTo(r, 5)));
    }

    /** Values that are unique beside the key, and swap within a transaction, as keys do. */
    private static Subject seats() {
        return new Subject(
                "seat",
                "seat",
                List.of(
                        "CREATE TABLE seat (id int PRIMARY KEY, place int UNIQUE DEFERRABLE, guest text UNIQUE)",
                        "ALTER TABLE seat REPLICA IDENTITY FULL",
                        "INSERT INTO seat SELECT g, g, 'guest ' || g FROM generate_series(1, 20) g"),
                "id, place, guest",
                List.of(
                        r -> swap("place", upTo(r, 20), upTo(r, 20)),
                        r -> "DO 'DECLARE a text; b text; BEGIN"
                                + " SELECT guest INTO a FROM seat WHERE id = " + upTo(r, 10) + ";"
                                + " SELECT guest INTO b FROM seat WHERE id = " + (10 + upTo(r, 10)) + ";"
                                + " UPDATE seat SET guest = NULL WHERE guest IN (a, b);"
                                + " UPDATE seat SET guest = a WHERE id = " + (10 + upTo(r, 10)) + ";"
                                + " UPDATE seat SET guest = b WHERE id = " + upTo(r, 10) + "; END'",
                        r -> "UPDATE seat SET place = 21 - place",
                        r -> {
                            int one = 1 + upTo(r, 20);
                            int other = 1 + upTo(r, 20);
                            return "UPDATE seat SET id = -1 WHERE id = " + one + "; UPDATE seat SET id = " + one
                                    + " WHERE id = " + other + "; UPDATE seat SET id = " + other + " WHERE id = -1";
                        },
                        r -> "DELETE FROM seat WHERE id = " + upTo(r, 40),
                        r -> "INSERT INTO seat VALUES (" + upTo(r, 40) + ", " + (30 + upTo(r, 40)) + ", " + text(r)
                                + ") ON CONFLICT DO NOTHING"));
    }

    private static String swap(String column, int one, int other) {
        return "UPDATE seat SET " + column + " = (SELECT " + column + " FROM seat s WHERE s.id = " + one + " + " + other
                + " - seat.id) WHERE id IN (" + one + ", " + other + ")";
    }

    /** Long texts that updates leave alone, also where the key changes. */
    private static Subject documents() {
        return new Subject(
                "document",
                "document",
                List.of(
                        "CREATE TABLE document (id int PRIMARY KEY, title text, body text, appendix text, tags text[])",
                        "ALTER TABLE document ALTER body SET STORAGE EXTERNAL, ALTER appendix SET STORAGE EXTERNAL"),
                "id, title, body, appendix, " + Literals.json("tags"),
                List.of(
                        r -> "INSERT INTO document VALUES (" + upTo(r, 30) + ", " + text(r) + ", " + longText(r) + ", "
                                + longText(r) + ", ARRAY[" + text(r) + ", " + text(r)
                                + "]) ON CONFLICT (id) DO UPDATE SET title = excluded.title",
                        r -> "UPDATE document SET title = " + text(r) + " WHERE id % 3 = " + upTo(r, 3),
                        r -> "UPDATE document SET body = " + longText(r) + " WHERE id = " + upTo(r, 30),
                        r -> "UPDATE document SET appendix = NULL, tags = tags || 'x'::text WHERE id = " + upTo(r, 30),
                        r -> "UPDATE document SET id = id + 30 WHERE id = " + upTo(r, 30),
                        r -> "UPDATE document SET id = id - 30, title = " + text(r) + " WHERE id >= 30",
                        r -> "DELETE FROM document WHERE id = " + upTo(r, 40)));
    }

    /** Equal rows that nothing tells apart, long texts and odd numbers among them. */
    private static Subject logs() {
        return new Subject(
                "log",
                "log",
                List.of(
                        "CREATE TABLE log (at int, who text, what text, weight double precision)",
                        "ALTER TABLE log REPLICA IDENTITY FULL",
                        "ALTER TABLE log ALTER what SET STORAGE EXTERNAL"),
                "at, who, what, weight",
                List.of(
                        r -> "INSERT INTO log SELECT " + upTo(r, 20) + ", " + text(r) + ", " + text(r) + ", " + real(r)
                                + " FROM generate_series(1, " + (1 + upTo(r, 4)) + ")",
                        r -> "INSERT INTO log VALUES (" + upTo(r, 20) + ", 'long', " + longText(r) + ", NULL)",
                        r -> "UPDATE log SET who = " + text(r) + " WHERE at = " + upTo(r, 20),
                        r -> "UPDATE log SET weight = " + real(r) + " WHERE ctid = " + someRow(upTo(r, 40)),
                        r -> "DELETE FROM log WHERE ctid = " + someRow(upTo(r, 40)),
                        r -> "DELETE FROM log WHERE at = " + upTo(r, 30)));
    }

    private static String someRow(int offset) {
        return "(SELECT ctid FROM log ORDER BY at, who, length(what), weight OFFSET " + offset + " LIMIT 1)";
    }

    /** Rows that move between partitions. */
    private static Subject sales() {
        return new Subject(
                "sale",
                "sale",
                List.of(
                        "CREATE TABLE sale (id int, shop int, total numeric, PRIMARY KEY (id, shop)) PARTITION BY LIST (shop)",
                        "CREATE TABLE sale_1 PARTITION OF sale FOR VALUES IN (1)",
                        "CREATE TABLE sale_2 (total numeric, shop int NOT NULL, id int NOT NULL)",
                        "ALTER TABLE sale ATTACH PARTITION sale_2 FOR VALUES IN (2)",
                        "CREATE TABLE sale_rest PARTITION OF sale DEFAULT"),
                "id, shop, total::text",
                List.of(
                        r -> "INSERT INTO sale SELECT g, g % 4, g / 3.0 FROM generate_series(1, " + upTo(r, 50)
                                + ") g ON CONFLICT DO NOTHING",
                        r -> "UPDATE sale SET shop = " + upTo(r, 4) + " WHERE id % 10 = " + upTo(r, 10),
                        r -> "UPDATE sale SET total = total * 2 WHERE shop = " + upTo(r, 4) + " AND total < 1e6",
                        r -> "DELETE FROM sale WHERE shop = " + upTo(r, 4) + " AND id % 3 = 0"));
    }
}
