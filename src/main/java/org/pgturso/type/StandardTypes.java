package org.pgturso.type;

import static org.pgturso.sqlite.SqliteType.BLOB;
import static org.pgturso.sqlite.SqliteType.INTEGER;
import static org.pgturso.sqlite.SqliteType.REAL;
import static org.pgturso.sqlite.SqliteType.TEXT;
import static org.pgturso.type.Codecs.VERBATIM;
import static org.pgturso.type.TypeRow.row;

import java.util.List;
import org.pgturso.postgres.PgType;

/** The rows of the type table: what Postgres has built in, and the extensions' types that are more than their text. */
final class StandardTypes {
    private static final String NUMBER = "the number";
    private static final String DOUBLE = "the number bit for bit; `NaN`, `Infinity` and `-Infinity` as TEXT";
    private static final String OWN_TEXT = "Postgres' own text";
    private static final String ISO_TIME = "ISO 8601 with microseconds";
    private static final String NAME_TEXT = "the name";
    private static final String JSON_TEXT = "the JSON";

    static final List<TypeRow> ROWS = List.of(
            row(16, "bool", INTEGER, Codecs.BOOLEAN, "0 or 1"),
            row(21, "int2", INTEGER, Codecs.INT64, NUMBER),
            row(23, "int4", INTEGER, Codecs.INT64, NUMBER),
            row(20, "int8", INTEGER, Codecs.INT64, NUMBER),
            row(26, "oid", INTEGER, Codecs.INT64, NUMBER),
            row(28, "xid", INTEGER, Codecs.INT64, NUMBER),
            row(29, "cid", INTEGER, Codecs.INT64, NUMBER),
            row(5069, "xid8", TEXT, VERBATIM, "its digits").because("64 bits without sign don't fit into INTEGER"),
            row(700, "float4", REAL, Codecs.FLOAT4, DOUBLE)
                    .because("widened to a double, which is exact; a cast to real gives the same float again"),
            row(701, "float8", REAL, Codecs.FLOAT8, DOUBLE),
            row(1700, "numeric", TEXT, VERBATIM, "every digit; `NaN`, `Infinity` and `-Infinity` kept")
                    .because("REAL rounds past 15 digits")
                    .or(
                            "\"numeric\": \"real\"",
                            TypeOptions::numericAsReal,
                            REAL,
                            Codecs.NUMERIC_AS_REAL,
                            "the nearest double; past its range, and NaN, as TEXT `Infinity`, `-Infinity`, `NaN`"),
            row(790, "money", TEXT, Codecs.MONEY, "its decimal, `-1234.56`"),
            row(25, "text", TEXT, VERBATIM, "the text"),
            row(1043, "varchar", TEXT, VERBATIM, "the text"),
            row(1042, "bpchar", TEXT, VERBATIM, "the text, padded with spaces as in Postgres"),
            row(19, "name", TEXT, VERBATIM, "the text"),
            row("citext", TEXT, VERBATIM, "the text"),
            row(18, "char", TEXT, VERBATIM, "its one character").because("not `char(n)`, which is `bpchar`"),
            row(17, "bytea", BLOB, Codecs.BYTEA, "the bytes").back("decode(hex(v), 'hex')"),
            row(
                    1082,
                    "date",
                    TEXT,
                    VERBATIM,
                    "ISO 8601, `2026-11-22`; years past 9999, `BC` and `infinity` as Postgres writes them"),
            row(1083, "time", TEXT, VERBATIM, ISO_TIME),
            row(1266, "timetz", TEXT, Codecs.TIMETZ, ISO_TIME + " and its offset, `06:30:00+02:00`"),
            row(
                    1114,
                    "timestamp",
                    TEXT,
                    VERBATIM,
                    ISO_TIME + ", `2026-11-22 06:30:00.123456`; `BC` and `infinity` kept"),
            row(1184, "timestamptz", TEXT, Codecs.TIMESTAMPTZ, "the same in UTC, `2026-11-22 06:30:00.123456+00:00`")
                    .because("years 1 to 9999 sort as text and work in SQLite's date functions"),
            row(1186, "interval", TEXT, VERBATIM, "ISO 8601, `P1Y2M-3DT4H5M6.5S`"),
            row(114, "json", TEXT, Codecs.JSON, JSON_TEXT),
            row(3802, "jsonb", TEXT, Codecs.JSON, JSON_TEXT),
            row("hstore", TEXT, Codecs.HSTORE, "a JSON object of strings and nulls")
                    .back("coalesce((SELECT hstore(array_agg(key), array_agg(value)) FROM json_each_text(v)), '')"),
            row("vector", TEXT, VERBATIM, OWN_TEXT)
                    .or(
                            "\"vector\": \"blob\"",
                            TypeOptions::vectorAsBlob,
                            BLOB,
                            Codecs.VECTOR,
                            "libSQL's native vector, what `vector32('[1,2]')` gives"),
            row(2950, "uuid", TEXT, VERBATIM, OWN_TEXT),
            row(869, "inet", TEXT, VERBATIM, OWN_TEXT),
            row(650, "cidr", TEXT, VERBATIM, OWN_TEXT),
            row(829, "macaddr", TEXT, VERBATIM, OWN_TEXT),
            row(774, "macaddr8", TEXT, VERBATIM, OWN_TEXT),
            row(1560, "bit", TEXT, VERBATIM, OWN_TEXT),
            row(1562, "varbit", TEXT, VERBATIM, OWN_TEXT),
            row(142, "xml", TEXT, VERBATIM, OWN_TEXT),
            row(3614, "tsvector", TEXT, VERBATIM, OWN_TEXT),
            row(3615, "tsquery", TEXT, VERBATIM, OWN_TEXT),
            row(4072, "jsonpath", TEXT, VERBATIM, OWN_TEXT),
            row(600, "point", TEXT, VERBATIM, OWN_TEXT),
            row(628, "line", TEXT, VERBATIM, OWN_TEXT),
            row(601, "lseg", TEXT, VERBATIM, OWN_TEXT),
            row(603, "box", TEXT, VERBATIM, OWN_TEXT),
            row(602, "path", TEXT, VERBATIM, OWN_TEXT),
            row(604, "polygon", TEXT, VERBATIM, OWN_TEXT),
            row(718, "circle", TEXT, VERBATIM, OWN_TEXT),
            row(3220, "pg_lsn", TEXT, VERBATIM, OWN_TEXT),
            row(2970, "txid_snapshot", TEXT, VERBATIM, OWN_TEXT),
            row(5038, "pg_snapshot", TEXT, VERBATIM, OWN_TEXT),
            row(27, "tid", TEXT, VERBATIM, OWN_TEXT),
            row(22, "int2vector", TEXT, VERBATIM, OWN_TEXT).because("no array by its text: `1 2 3`"),
            row(30, "oidvector", TEXT, VERBATIM, OWN_TEXT).because("no array by its text: `1 2 3`"),
            row(1033, "aclitem", TEXT, VERBATIM, OWN_TEXT),
            row(1790, "refcursor", TEXT, VERBATIM, OWN_TEXT),
            row(24, "regproc", TEXT, VERBATIM, NAME_TEXT),
            row(2202, "regprocedure", TEXT, VERBATIM, NAME_TEXT),
            row(2203, "regoper", TEXT, VERBATIM, NAME_TEXT),
            row(2204, "regoperator", TEXT, VERBATIM, NAME_TEXT),
            row(2205, "regclass", TEXT, VERBATIM, NAME_TEXT),
            row(2206, "regtype", TEXT, VERBATIM, NAME_TEXT),
            row(3734, "regconfig", TEXT, VERBATIM, NAME_TEXT),
            row(3769, "regdictionary", TEXT, VERBATIM, NAME_TEXT),
            row(4089, "regnamespace", TEXT, VERBATIM, NAME_TEXT),
            row(4096, "regrole", TEXT, VERBATIM, NAME_TEXT),
            row(4191, "regcollation", TEXT, VERBATIM, NAME_TEXT));

    static final List<KindRow> KINDS = List.of(
            KindRow.verbatim(PgType.Kind.ENUM, "enums", "the label"),
            KindRow.verbatim(PgType.Kind.RANGE, "ranges", OWN_TEXT),
            KindRow.verbatim(PgType.Kind.MULTIRANGE, "multiranges", OWN_TEXT),
            new KindRow(PgType.Kind.ARRAY, "arrays", ArrayCodec::of, "a JSON array", "see below"),
            new KindRow(PgType.Kind.COMPOSITE, "composites", CompositeCodec::of, "a JSON object", "see below"),
            KindRow.verbatim(PgType.Kind.BASE, "any other type", OWN_TEXT));

    private StandardTypes() {}
}
