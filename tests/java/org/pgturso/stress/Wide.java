package org.pgturso.stress;

import static org.pgturso.stress.Literals.moment;
import static org.pgturso.stress.Literals.real;
import static org.pgturso.stress.Literals.text;
import static org.pgturso.stress.Literals.upTo;

import java.util.List;
import java.util.Random;

/** Tables of the random workload with columns of many types. */
final class Wide {
    private Wide() {}

    static Subject readings() {
        return new Subject(
                "\"Odd schema\".\"Reading's\"",
                "Odd schema__Reading's",
                List.of(
                        "CREATE SCHEMA \"Odd schema\"",
                        "CREATE TYPE mood AS ENUM ('fine', 'so so')",
                        "CREATE DOMAIN percent AS smallint CHECK (VALUE <= 100)",
                        "CREATE TABLE \"Odd schema\".\"Reading's\" (id bigint PRIMARY KEY, ok boolean, share percent,"
                                + " single real, double double precision, exact numeric, padded char(6), bytes bytea,"
                                + " day date, clock time, zoned timetz, stamp timestamp, moment timestamptz, span interval,"
                                + " how mood, object jsonb, verbatim json, numbers int[], words text[], bits varbit,"
                                + " host inet, period tsrange)"),
                "id, ok::int, share::int, single::float8, double, exact::text, padded::text || repeat(' ', 6 - length(padded)),"
                        + " 'x''' || encode(bytes, 'hex') || '''', day::text, clock::text, zoned::text || ':00', stamp::text,"
                        + " moment::text || ':00', span::text, how::text, object::text, verbatim::text,"
                        + " to_json(numbers)::text, " + Literals.json("words")
                        + ", bits::text, host::text, period::text",
                List.of(
                        Wide::insert,
                        Wide::insert,
                        r -> update(
                                "ok = NOT ok, single = " + r.nextInt(1000) + " / 7.0, padded = 'p" + upTo(r, 99) + "'",
                                r),
                        r -> update("double = " + real(r) + ", exact = exact / 3", r),
                        r -> update("moment = " + moment(r) + ", span = span * 1.5, how = 'so so', share = NULL", r),
                        r -> update("words = words || " + text(r) + ", numbers = '{}', object = object || '[1]'", r),
                        r -> "DELETE FROM \"Odd schema\".\"Reading's\" WHERE id % 9 = " + upTo(r, 9)));
    }

    private static String insert(Random r) {
        return "INSERT INTO \"Odd schema\".\"Reading's\" VALUES (" + upTo(r, 60) + " - 3000000000, " + (upTo(r, 2) == 0)
                + ", " + upTo(r, 100) + ", " + r.nextFloat() + ", " + real(r) + ", " + r.nextLong() + "."
                + upTo(r, 1000)
                + ", 'ab', decode(md5('" + r.nextInt() + "'), 'hex'), date '2000-02-29' + " + upTo(r, 9999)
                + ", time '23:59:59.999' - interval '" + upTo(r, 80_000) + " s', '12:30:00.5+02', " + moment(r)
                + " AT TIME ZONE 'UTC', " + moment(r) + ", make_interval(months => " + upTo(r, 40) + ", secs => "
                + upTo(r, 9999) + ".25), 'fine', jsonb_build_object('a', " + r.nextInt() + ", 'text', " + text(r)
                + "::text), '{\"kept\":  [1,2.50]}', ARRAY[" + upTo(r, 9) + ", NULL], ARRAY[" + text(r) + ", " + text(r)
                + "]::text[], B'1011', '10.0.0." + upTo(r, 255) + "/24', '[2026-01-01,2026-01-02)')"
                + " ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes || '\\x00', double = excluded.double";
    }

    private static String update(String sets, Random r) {
        return "UPDATE \"Odd schema\".\"Reading's\" SET " + sets + " WHERE id % 7 = " + -upTo(r, 7);
    }

    /** Odd numbers as key. */
    static Subject measures() {
        return new Subject(
                "measure",
                "measure",
                List.of(
                        "CREATE TABLE measure (code uuid, size numeric, value double precision, PRIMARY KEY (code, size))"),
                "code::text, size::text, value",
                List.of(
                        r -> "INSERT INTO measure SELECT md5((g % 5)::text)::uuid, (g % 7) / 8.0, " + real(r)
                                + " FROM generate_series(1, " + upTo(r, 30) + ") g ON CONFLICT DO NOTHING",
                        r -> "UPDATE measure SET value = " + real(r) + " WHERE size < " + upTo(r, 8) + " / 8.0",
                        r -> "UPDATE measure SET size = size + 1 WHERE value > 0 AND size < 5",
                        r -> "DELETE FROM measure WHERE size > 2"));
    }
}
