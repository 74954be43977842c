package org.pgturso.type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of every type that Postgres, its contrib modules and its users have: smallest, largest and odd ones. */
final class TypeLiterals {
    /** Makes the types that the literals need. */
    static final String[] DECLARATIONS = {
        "CREATE EXTENSION citext",
        "CREATE EXTENSION hstore",
        "CREATE EXTENSION ltree",
        "CREATE EXTENSION cube",
        "CREATE EXTENSION seg",
        "CREATE EXTENSION isn",
        "CREATE EXTENSION intarray",
        "CREATE TYPE mood AS ENUM ('sad', 'so ''so''', '')",
        "ALTER TYPE mood ADD VALUE 'happy' BEFORE 'sad'",
        "ALTER TYPE mood ADD VALUE 'mad'",
        "ALTER TYPE mood RENAME VALUE 'mad' TO 'a,b {c}'",
        "CREATE TYPE textrange AS RANGE (subtype = text)",
        "CREATE TYPE nothing AS ()",
        "CREATE TYPE single AS (a int)",
        "CREATE TYPE pair AS (id int, \"na\"\"me\" text)",
        "CREATE TYPE deep AS (pairs pair[], one pair, doc json, tags hstore, at timestamptz, ok bool, raw bytea, f float4)",
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
        "CREATE DOMAIN very_positive AS positive",
        "CREATE DOMAIN ints AS int[]",
        "CREATE DOMAIN couple AS pair CHECK ((VALUE).id > 0)",
        "CREATE DOMAIN span AS int4range",
        "CREATE DOMAIN moods AS mood[]",
        "CREATE DOMAIN fraction AS float8",
        "CREATE TYPE floatrange AS RANGE (subtype = float8)",
        "CREATE TYPE classrange AS RANGE (subtype = regclass)",
        "CREATE TYPE named AS (class regclass, types regtype[])",
        // A base type of one's own; its array has another delimiter.
        "CREATE TYPE number",
        "CREATE FUNCTION number_in(cstring) RETURNS number LANGUAGE internal IMMUTABLE STRICT AS 'int4in'",
        "CREATE FUNCTION number_out(number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out'",
        "CREATE TYPE number (INPUT = number_in, OUTPUT = number_out, LIKE = int4, DELIMITER = '|')",
        "CREATE TABLE tabular (x int, gone int, y text)",
        "ALTER TABLE tabular DROP COLUMN gone",
    };

    static final Map<String, List<String>> BY_TYPE = new LinkedHashMap<>();

    static {
        numbers();
        texts();
        times();
        json();
        others();
        extensions();
        users();
        arrays();
        composites();
    }

    private TypeLiterals() {}

    private static void add(String type, String... literals) {
        BY_TYPE.put(type, List.of(literals));
    }

    private static void numbers() {
        add("boolean", "t", "f");
        add("smallint", "-32768", "0", "32767");
        add("integer", "-2147483648", "2147483647");
        add("bigint", "-9223372036854775808", "9223372036854775807", "0");
        add("oid", "0", "4294967295");
        add("xid", "4294967295");
        add("cid", "4294967295");
        add("xid8", "0", "18446744073709551615");
        add(
                "real",
                "0",
                "-0",
                "0.1",
                "1e-45",
                "3.4028235e38",
                "-1.1754942e-38",
                "16777216",
                "NaN",
                "Infinity",
                "-Infinity");
        add(
                "double precision",
                "0",
                "-0",
                "0.1",
                "5e-324",
                "1.7976931348623157e308",
                "-2.2250738585072011e-308",
                "1e22",
                "123456789012345680",
                "0.30000000000000004",
                "NaN",
                "Infinity",
                "-Infinity");
        add(
                "numeric",
                "0",
                "-0.00",
                "1e131071",
                "-1e-16383",
                "12345678901234567890.123456789012345678900",
                "NaN",
                "Infinity",
                "-Infinity",
                "9".repeat(131_072) + "." + "9".repeat(16_383));
        add("numeric(10,2)", "1.5", "-99999999.99");
        add("money", "0", "-1234.56", "92233720368547758.07", "-92233720368547758.08", "0.01");
    }

    private static void texts() {
        List<String> odd =
                List.of("", " ", "a'b\"c\\d", "\u0001\t\n\u007f", "ünï 漢字 😀 \uFFFD", "NULL", "{a,b}", "(,)");
        BY_TYPE.put("text", odd);
        BY_TYPE.put("varchar", odd);
        BY_TYPE.put("character(7)", List.of("", "ab", "a b  "));
        BY_TYPE.put("name", odd);
        add("\"char\"", "", "a", "\"");
        add("xml", "<a b=\"c\">d &amp; e</a>", "", "text only");
        add("tsvector", "", "'a':1A 'b ''c''':2,3B", "plain words");
        add("tsquery", "", "'a' & !'b' <2> 'c':*A");
        add("bytea", "\\x", "\\x00", "\\x000102ff7f80", "\\x" + "ab".repeat(100_000));
    }

    private static void times() {
        add(
                "date",
                "4713-01-01 BC",
                "5874897-12-31",
                "2026-11-22",
                "infinity",
                "-infinity",
                "0001-01-01",
                "10000-01-01");
        add("time", "00:00:00", "24:00:00", "23:59:59.999999", "06:30:00.5");
        add("timetz", "00:00:00+15:59:59", "24:00:00-15:59", "06:30:00.000001+00", "12:00:00+05:30");
        add(
                "timestamp",
                "4713-01-01 00:00:00 BC",
                "294276-12-31 23:59:59.999999",
                "infinity",
                "-infinity",
                "2026-11-22 06:30:00.1");
        add(
                "timestamptz",
                "4713-01-01 00:00:00+00 BC",
                "294276-12-31 23:59:59.999999+00",
                "infinity",
                "-infinity",
                "2026-11-22 06:30:00.123456+02",
                "0001-12-31 23:59:59.5+00 BC");
        add(
                "interval",
                "0",
                "P1Y2M-3DT4H5M6.5S",
                "-178000000 years",
                "178000000 years",
                "-0.000001 s",
                "1 mon -1 day",
                "-1 mon 1 day -00:00:00.5",
                "30 days",
                "24 hours",
                "2562047788:00:54.775807",
                "-2562047788:00:54.775807");
    }

    private static void json() {
        List<String> odd = List.of(
                "null",
                "{}",
                "[]",
                "\"\"",
                "1",
                "true",
                "{\"a\": [1, {\"b\": null}], \"a b\": \"\\u00fc\\n\"}",
                "12345678901234567890.1234567890123456789e-5",
                "[1,[2,[3]]]");
        BY_TYPE.put("json", odd);
        BY_TYPE.put("jsonb", odd);
        add("jsonpath", "$", "strict $.\"a b\"[*] ? (@ > 1)");
    }

    private static void others() {
        add("uuid", "00000000-0000-0000-0000-000000000000", "FFFFFFFF-ffff-ffff-ffff-ffffffffffff");
        add("inet", "0.0.0.0", "192.168.1.5/24", "::", "2001:db8::1/64", "::ffff:1.2.3.4");
        add("cidr", "10.0.0.0/8", "::/0", "2001:db8::/32");
        add("macaddr", "08:00:2b:01:02:03");
        add("macaddr8", "08:00:2b:ff:fe:01:02:03");
        add("bit(5)", "00000", "10101");
        add("bit varying", "", "1", "0".repeat(1000));
        add("point", "(0,-0)", "(1e300,-1e-300)", "(NaN,Infinity)");
        add("line", "{1,-1,0}", "{0,1,-2.5}");
        add("lseg", "[(0,0),(1,1)]");
        add("box", "(1,1),(0,0)", "(-1,-1),(2,2)");
        add("path", "((0,0),(1,1),(2,0))", "[(0,0),(1,1)]");
        add("polygon", "((0,0),(1,1),(2,0))");
        add("circle", "<(1,2),3.5>", "<(0,0),0>");
        add("pg_lsn", "0/0", "FFFFFFFF/FFFFFFFF");
        add("txid_snapshot", "10:20:10,14,15");
        add("pg_snapshot", "1:1:", "10:20:10,14,15");
        add("tid", "(0,1)", "(4294967295,65535)");
        add("int2vector", "", "1 -2 3");
        add("oidvector", "", "1 4294967295");
        add("aclitem", "postgres=arwdDxt/postgres");
        add("refcursor", "", "<unnamed portal 1>");
        add("regproc", "now", "public.number_in");
        add("regprocedure", "abs(integer)", "public.number_out(public.number)");
        add("regoper", "||/");
        add("regoperator", "+(integer,integer)");
        add("regclass", "pg_class", "public.tabular", "99999999");
        add("regtype", "integer", "double precision[]", "public.pair[]");
        add("regconfig", "english");
        add("regdictionary", "simple");
        add("regnamespace", "pg_catalog");
        add("regrole", "postgres");
        add("regcollation", "\"C\"");
        add("int4range", "empty", "[1,10)", "(,)", "[5,)");
        add("numrange", "empty", "[1.10,2.20]", "(,5.0)");
        add("tsrange", "[2026-01-01 00:00:00,infinity)", "[\"2026-01-01 00:00:00.5\",\"2026-01-02 00:00:00\")");
        add("tstzrange", "[2026-01-01 00:00:00+02,2026-01-02 00:00:00+00]", "(,infinity]");
        add("daterange", "[2026-01-01,2026-02-01)", "[4713-01-01 BC,)");
        add("int4multirange", "{}", "{[1,3),[5,8)}");
        add("tstzmultirange", "{[2026-01-01 00:00:00+00,2026-01-02 00:00:00+00)}");
    }

    private static void extensions() {
        add("citext", "", "MiXed");
        add("hstore", "", "a=>1", "\"a b\"=>NULL,\"\"=>\"\"", "\"q\\\"\\\\\"=>\"x=>y, z\"", "NULL=>\"NULL\"");
        add("ltree", "", "Top.Science.Astronomy");
        add("lquery", "Top.*{1,2}.!a");
        add("ltxtquery", "a & b*@");
        add("cube", "(1,2),(3,4)", "(0)");
        add("seg", "1.50 .. 2.0", "~ 7");
        add("isbn", "978-0-393-04002-9");
        add("isbn13", "978-0-393-04002-9");
        add("ean13", "978-0-393-04002-9");
        add("issn", "1436-4522");
        add("ismn", "979-0-060-11561-5");
        add("upc", "220500896334");
        add("query_int", "1&(2|!3)");
    }

    private static void users() {
        add("mood", "happy", "sad", "so 'so'", "", "a,b {c}");
        add("textrange", "[a,\"b \"\"c\"\"\")", "empty", "(,\"\"]");
        add("very_positive", "1", "2147483647");
        add("ints", "{}", "{1,NULL}", "[0:1]={1,2}");
        add("couple", "(1,)", "(2,\"a,b\")");
        add("span", "empty", "[1,5)");
        add("moods", "{}", "{happy,NULL,\"a,b {c}\"}");
        add("fraction", "0.1", "-0", "NaN", "-Infinity");
        add("floatrange", "[0.1,1e300)", "[-0,)");
        add("textmultirange", "{}", "{[a,b),[\"c d\",e]}");
        add("floatmultirange", "{[0.1,0.2)}");
        add("classrange", "[pg_catalog.pg_type,public.tabular]", "empty");
        add("number", "-2147483648", "2147483647");
    }

    private static void arrays() {
        add("integer[]", "{}", "{1,NULL,-3}", "{{1,2},{3,4}}", "[2:3]={1,2}", "[0:0][-1:0]={{1,2}}", "{{{{{{1}}}}}}");
        add("boolean[]", "{t,f,NULL}");
        add("real[]", "{0.1,-0,1e-45,NaN,Infinity}");
        add("double precision[]", "{0.1,-0,5e-324,1e300,NaN,-Infinity}");
        add("numeric[]", "{1.10,NaN,123456789012345678901234567890.5}");
        add("money[]", "{-1234.56}");
        add("text[]", "{\"\",NULL,\"NULL\",\"a\\\"b\\\\c\",\"{}\",\"\n\",😀}", "{{a},{NULL}}");
        add("character(3)[]", "{a,\" b\"}");
        add("bytea[]", "{\"\\\\x\",\"\\\\x00ff\"}");
        add("date[]", "{infinity,\"4713-01-01 BC\"}");
        add("timestamptz[]", "{2026-11-22 06:30:00.5+02,infinity}");
        add("timetz[]", "{06:30:00+02}");
        add("interval[]", "{1 mon -1 day}");
        add("uuid[]", "{00000000-0000-0000-0000-000000000000}");
        add("box[]", "{(1,1),(0,0);(3,3),(2,2)}");
        add("point[]", "{\"(1,2)\",NULL}");
        add("json[]", "{1,true,null,NULL,\"\\\"null\\\"\",\"{\\\"a\\\":1}\",\"[1,2]\"}", "{{1,2}}", "{{\"[1]\"}}");
        add("jsonb[]", "{null,NULL,\"\\\"x\\\"\",\"[null]\"}");
        add("hstore[]", "{\"a=>1\",\"\\\"b c\\\"=>NULL\",NULL}");
        add("mood[]", "{happy,\"\",\"so 'so'\"}");
        add("int4range[]", "{\"[1,2)\",empty}");
        add("int4multirange[]", "{\"{[1,2),[4,5)}\"}");
        add("oidvector[]", "{\"1 2\"}");
        add("xml[]", "{<a/>}");
        add("citext[]", "{Ab}");
        add("ints[]", "{\"{1,2}\",NULL,\"{}\"}", "{{\"{1}\",\"{2,3}\"}}", "{\"[0:0]={1}\"}", "[5:5]={\"{1}\"}");
        add("positive[]", "{1,2}");
        add("regclass[]", "{pg_class,public.tabular,NULL}");
        add("number[]", "{1|NULL|-3}", "{{1|2}|{3|4}}");
        add("ltree[]", "{a.b,NULL}");
        add("cube[]", "{\"(1,2),(3,4)\"}");
        add("isbn13[]", "{978-0-393-04002-9}");
        add("textrange[]", "{\"[a,b)\",empty}");
        add("couple[]", "{\"(1,x)\",NULL}");
        add("span[]", "{\"[1,2)\"}");
        add("bit(3)[]", "{101,NULL}");
        add("name[]", "{a,\"b c\",NULL}");
        add("\"char\"[]", "{a,\",\",\"\"}");
        add("tsvector[]", "{\"'a':1A\"}");
        add("inet[]", "{10.0.0.1/8,::1}");
        add("pg_lsn[]", "{0/0}");
        add("xid8[]", "{18446744073709551615}");
        add("oid[]", "{4294967295}");
        add("bigint[]", "{-9223372036854775808,9223372036854775807}");
    }

    private static void composites() {
        add("nothing", "()");
        add("single", "()", "(1)");
        add("pair", "(,)", "(1,)", "(1,\"\")", "(-1,\"a \"\"b\"\" \\\\ (,)\")");
        add("tabular", "(1,x)");
        add("named", "(,)", "(public.tabular,\"{integer,public.pair}\")");
        add("pair[]", "{\"(1,a)\",NULL,\"(,)\"}", "[0:0]={\"(1,\\\"\\\")\"}");
        add(
                "deep",
                "(,,,,,,,)",
                "(\"{\"\"(1,\\\\\"\"x y\\\\\"\")\"\",NULL}\",\"(2,)\",null,\"\"\"a\"\"=>NULL\",2026-01-01 00:00:00+00,t,"
                        + "\"\\\\x00\",0.1)");
        add("deep[]", "{\"({},,\\\"[1,2]\\\",,,f,,NaN)\"}");
    }
}
