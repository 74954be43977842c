package org.pgturso.postgres;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.pgturso.error.PgTursoException;

/**
 * What a session does the same over pgjdbc and inside the backend: each row an act and what it must tell. It needs
 * nothing but the main classes, so that it can be loaded into a backend as it is.
 */
@SuppressWarnings("ImmutableEnumChecker") // acts keep no state
public enum SessionContract {
    TEXT_ARGUMENTS_KEEP_EVERY_CHARACTER("a'b\\c€😀é 6", s -> {
        String text = "a'b\\c€😀é";
        return s.text("SELECT ?", text) + " " + s.text("SELECT length(?) - 2", text);
    }),
    INTEGER_ARGUMENTS_ARE_TYPED(
            "bigint -9223372036854775808 integer 2147483647",
            s -> s.text("SELECT pg_typeof(?) || ' ' || ?", Long.MIN_VALUE, Long.MIN_VALUE)
                    + " "
                    + s.text("SELECT pg_typeof(?) || ' ' || ?", Integer.MAX_VALUE, Integer.MAX_VALUE)),
    BOOLEAN_ARGUMENTS_ARE_TYPED("boolean", s -> s.text("SELECT pg_typeof(?)::text WHERE ?", true, true)),
    BYTE_ARGUMENTS_ARE_TYPED(
            "bytea 00ff", s -> s.text("SELECT pg_typeof(?) || ' ' || encode(?, 'hex')", bytes("00ff"), bytes("00ff"))),
    NULL_ARGUMENTS_ARE_TEXTS_TO_BE_CAST("null null null", s -> s.first(
                    "SELECT ?, ?::bigint, ?::bytea",
                    row -> row.getString(1) + " " + row.getString(2) + " " + (row.getBytes(3) == null ? "null" : "?"),
                    null,
                    null,
                    null)
            .orElseThrow()),
    NULL_COLUMNS_ARE_NULLS("null 0 null", s -> s.first(
                    "SELECT NULL::text, NULL::bigint, NULL::bytea",
                    row -> row.getString(1) + " " + row.getLong(2) + " " + (row.getBytes(3) == null ? "null" : "?"))
            .orElseThrow()),
    FIVE_MEGABYTES_PASS_AS_AN_ARGUMENT_AND_BACK("5600000 5600000", s -> {
        String text = "é😀x".repeat(800_000);
        String back = s.text("SELECT ? || ''", text);
        return s.text("SELECT octet_length(?)", back) + " " + back.getBytes(StandardCharsets.UTF_8).length;
    }),
    TEXT_LIKE_COLUMNS_READ_AS_THEIR_TEXT(
            "x|16/B374D848|{\"a\": 1}|{\"a\":1}|11111111-2222-3333-4444-555555555555|12|pg_class|7|1.50|c  |int4",
            s -> s.first(
                            "SELECT 'x'::name, '16/B374D848'::pg_lsn, '{\"a\":1}'::jsonb, '{\"a\":1}'::json,"
                                    + " '11111111-2222-3333-4444-555555555555'::uuid, '12'::xid,"
                                    + " 'pg_class'::regclass, 7::bigint, 1.50::numeric, 'c'::char(3),"
                                    + " (SELECT typname FROM pg_type WHERE oid = 23)",
                            row -> {
                                List<String> cells = new ArrayList<>();
                                for (int column = 1; column <= 11; column++) {
                                    cells.add(String.valueOf(row.getString(column)));
                                }
                                return String.join("|", cells);
                            })
                    .orElseThrow()),
    NUMBERS_READ_AS_LONGS("9223372036854775807 23 12 3", s -> s.first(
                    "SELECT 9223372036854775807, 23::oid, '12'::xid, 3::smallint",
                    row -> row.getLong(1) + " " + row.getLong(2) + " " + row.getLong(3) + " " + row.getInt(4))
            .orElseThrow()),
    BOOLEANS_READ_AS_BOOLEANS(
            "true false", s -> s.first("SELECT true, false", row -> row.getBoolean(1) + " " + row.getBoolean(2))
                    .orElseThrow()),
    BYTES_READ_AS_BYTES("00ff", s -> s.first(
                    "SELECT '\\x00ff'::bytea", row -> HexFormat.of().formatHex(row.getBytes(1)))
            .orElseThrow()),
    QUERY_RETURNS_EVERY_ROW(
            "2500 2500",
            s -> s.query("SELECT n FROM generate_series(1, 2500) n", row -> row.getInt(1))
                            .size()
                    + " "
                    + s.query("SELECT n FROM generate_series(1, ?) n ORDER BY n", row -> row.getInt(1), 2500)
                            .get(2499)),
    STREAM_RETURNS_EVERY_ROW("100000 5000050000", s -> {
        long[] seen = new long[2];
        s.stream("SELECT n FROM generate_series(1, 100000) n", 700, row -> {
            seen[0]++;
            seen[1] += row.getLong(1);
        });
        return seen[0] + " " + seen[1];
    }),
    STREAM_CAN_BE_LEFT_EARLY("boom 1", s -> {
        String message = failure(() -> s.stream("SELECT generate_series(1, 100000)", 10, row -> {
            throw new IllegalStateException("boom");
        }));
        return message + " " + s.text("SELECT 1");
    }),
    STATEMENTS_RUN_WHILE_A_STREAM_IS_OPEN("1-1 2-2 3-3 ", s -> {
        StringBuilder seen = new StringBuilder();
        s.stream("SELECT n FROM generate_series(1, 3) n", 1, row -> seen.append(row.getInt(1))
                .append('-')
                .append(s.text("SELECT ?", row.getLong(1)))
                .append(' '));
        return seen.toString();
    }),
    UPDATE_COUNTS_ROWS("0 3 2 1", s -> {
        String count = "" + s.update("CREATE TEMP TABLE counted (n bigint, t text)");
        count += " " + s.update("INSERT INTO counted SELECT generate_series(1, 3), ?", "x");
        count += " " + s.update("UPDATE counted SET t = ? WHERE n >= ?", null, 2);
        return count + " " + s.update("DELETE FROM counted WHERE n = ?", 1L);
    }),
    RETURNING_IS_A_QUERY("1 2 2", s -> {
        s.update("CREATE TEMP TABLE returned (n bigint)");
        List<Long> rows =
                s.query("INSERT INTO returned SELECT generate_series(1, 2) RETURNING n", row -> row.getLong(1));
        return rows.get(0) + " " + rows.get(1) + " " + s.text("SELECT count(*) FROM returned");
    }),
    ISOLATED_FAILURE_UNDOES_ONLY_ITSELF("42P01 a,c none", s -> {
        s.update("CREATE TEMP TABLE kept (t text)");
        s.update("INSERT INTO kept VALUES ('a')");
        String state = failure(() -> s.isolated(() -> {
            s.update("INSERT INTO kept VALUES ('b')");
            return s.update("INSERT INTO no_such_table VALUES (1)");
        }));
        s.update("INSERT INTO kept VALUES ('c')");
        return state + " " + s.text("SELECT string_agg(t, ',' ORDER BY t) FROM kept") + " " + aborted(s);
    }),
    ISOLATED_NESTS("inner,outer kept: 1,3", s -> {
        s.update("CREATE TEMP TABLE nested (n int)");
        StringBuilder failures = new StringBuilder();
        s.isolated(() -> {
            s.update("INSERT INTO nested VALUES (1)");
            failures.append(failure(() -> s.isolated(() -> {
                s.update("INSERT INTO nested VALUES (2)");
                throw new IllegalStateException("inner");
            })));
            return s.update("INSERT INTO nested VALUES (3)");
        });
        failures.append(',')
                .append(failure(() -> s.isolated(() -> {
                    s.isolated(() -> s.update("INSERT INTO nested VALUES (4)"));
                    throw new IllegalStateException("outer");
                })));
        return failures + " kept: " + s.text("SELECT string_agg(n::text, ',' ORDER BY n) FROM nested");
    }),
    ISOLATED_RUNS_A_THOUSAND_TIMES("1000 500", s -> {
        s.update("CREATE TEMP TABLE many (n int)");
        int failed = 0;
        for (int n = 0; n < 1000; n++) {
            int row = n;
            failed += "odd"
                            .equals(failure(() -> s.isolated(() -> {
                                s.update("INSERT INTO many VALUES (?)", row);
                                if (row % 2 == 1) {
                                    throw new IllegalStateException("odd");
                                }
                                return row;
                            })))
                    ? 1
                    : 0;
        }
        return (failed * 2) + " " + s.text("SELECT count(*) FROM many");
    }),
    ISOLATED_FAILURE_LEAVES_AN_OUTER_STREAM_OPEN("22012 22012 22012 ", s -> {
        StringBuilder seen = new StringBuilder();
        s.stream("SELECT n FROM generate_series(1, 3) n", 1, row -> seen.append(
                        failure(() -> s.isolated(() -> s.text("SELECT 1 / 0"))))
                .append(' '));
        return seen.toString();
    }),
    ERRORS_CARRY_POSTGRES_WORDS_AND_SQLSTATE("42P01 relation \"no_such_table\" does not exist", s -> {
        try {
            s.isolated(() -> s.text("SELECT 1 FROM no_such_table"));
            return "no error";
        } catch (PgTursoException e) {
            return e.sqlState() + " " + e.getMessage();
        }
    });

    private final String expected;
    private final Function<Session, String> act;

    SessionContract(String expected, Function<Session, String> act) {
        this.expected = expected;
        this.act = act;
    }

    public String expected() {
        return expected;
    }

    /** Acts in the session's transaction, which the caller rolls back. */
    public String tell(Session session) {
        return act.apply(session);
    }

    private static String aborted(Session session) {
        return session.failure().map(e -> String.valueOf(e.getSQLState())).orElse("none");
    }

    /** The SQLSTATE or message of the work's failure. */
    private static String failure(Runnable work) {
        try {
            work.run();
            return "none";
        } catch (PgTursoException e) {
            return e.sqlState();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
