package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.error.PgTursoException;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;

/** What Postgres writes, and the SQLite value that it becomes. */
class ScalarCodecTest {
    private static final TypeOptions REAL_AND_BLOB = new TypeOptions(true, true);

    static Stream<Arguments> integers() {
        return Stream.of(
                arguments("bool", "t", 1L),
                arguments("bool", "f", 0L),
                arguments("int2", "-32768", -32768L),
                arguments("int4", "2147483647", 2147483647L),
                arguments("int8", "-9223372036854775808", Long.MIN_VALUE),
                arguments("int8", "9223372036854775807", Long.MAX_VALUE),
                arguments("int8", "0", 0L),
                arguments("oid", "4294967295", 4294967295L),
                arguments("xid", "4294967295", 4294967295L));
    }

    @ParameterizedTest
    @MethodSource("integers")
    void integersAreIntegers(String type, String text, long expected) {
        assertThat(encode(type, text)).isEqualTo(new SqliteValue.Int(expected));
    }

    static Stream<Arguments> reals() {
        return Stream.of(
                arguments("float8", "0.1", 0.1),
                arguments("float8", "-0", -0.0),
                arguments("float8", "5e-324", Double.MIN_VALUE),
                arguments("float8", "1.7976931348623157e+308", Double.MAX_VALUE),
                arguments("float8", "9007199254740993", 9007199254740992.0),
                arguments("float4", "0.1", (double) 0.1f),
                arguments("float4", "1e-45", (double) Float.MIN_VALUE),
                arguments("float4", "-3.4028235e+38", (double) -Float.MAX_VALUE),
                arguments("float4", "1.6777216e+07", 16777216.0));
    }

    @ParameterizedTest
    @MethodSource("reals")
    void floatsAreReals(String type, String text, double expected) {
        assertThat(encode(type, text)).isEqualTo(new SqliteValue.Real(expected));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("float8", "NaN", "NaN"),
                arguments("float8", "Infinity", "Infinity"),
                arguments("float4", "-Infinity", "-Infinity"),
                arguments("numeric", "12345678901234567890.000", "12345678901234567890.000"),
                arguments("numeric", "NaN", "NaN"),
                arguments("xid8", "18446744073709551615", "18446744073709551615"),
                arguments("money", "$0.00", "0.00"),
                arguments("money", "-$1,234.56", "-1234.56"),
                arguments("money", "-$92,233,720,368,547,758.08", "-92233720368547758.08"),
                arguments("text", "", ""),
                arguments("bpchar", "ab   ", "ab   "),
                arguments("date", "4713-01-01 BC", "4713-01-01 BC"),
                arguments("date", "infinity", "infinity"),
                arguments("time", "24:00:00", "24:00:00"),
                arguments("timetz", "06:30:00.000001+02", "06:30:00.000001+02:00"),
                arguments("timetz", "06:30:00-05:30", "06:30:00-05:30"),
                arguments("timetz", "00:00:00+15:59:59", "00:00:00+15:59:59"),
                arguments("timestamp", "294276-12-31 23:59:59.999999", "294276-12-31 23:59:59.999999"),
                arguments("timestamptz", "2026-11-22 06:30:00.123456+00", "2026-11-22 06:30:00.123456+00:00"),
                arguments("timestamptz", "4713-01-01 00:00:00+00 BC", "4713-01-01 00:00:00+00:00 BC"),
                arguments("timestamptz", "infinity", "infinity"),
                arguments("timestamptz", "-infinity", "-infinity"),
                arguments("interval", "P1Y2M-3DT4H5M6.5S", "P1Y2M-3DT4H5M6.5S"),
                arguments("json", "{ \"a\" : 1 }", "{ \"a\" : 1 }"),
                arguments("vector", "[1,2.5]", "[1,2.5]"),
                arguments("oidvector", "1 2 3", "1 2 3"),
                arguments("hstore", "", "{}"),
                arguments("hstore", "\"a\"=>\"1\"", "{\"a\":\"1\"}"),
                arguments("hstore", "\"\"=>\"\", \"NULL\"=>NULL", "{\"\":\"\",\"NULL\":null}"),
                arguments("hstore", "\"q\\\"\\\\\"=>\"x\n=>\"", "{\"q\\\"\\\\\":\"x\\n=>\"}"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void allElseIsText(String type, String text, String expected) {
        assertThat(encode(type, text)).isEqualTo(new SqliteValue.Text(expected));
    }

    @ParameterizedTest
    @CsvSource({"\\x,''", "\\x00ff10,00ff10"})
    void bytesAreBlobs(String text, String hex) {
        assertThat(encode("bytea", text)).isEqualTo(new SqliteValue.Blob(hex));
    }

    static Stream<Arguments> chosen() {
        return Stream.of(
                arguments("numeric", "0.1", new SqliteValue.Real(0.1)),
                arguments("numeric", "-1" + "0".repeat(400), new SqliteValue.Text("-Infinity")),
                arguments("numeric", "0." + "0".repeat(16_000) + "1", new SqliteValue.Real(0.0)),
                arguments("numeric", "9".repeat(131_072), new SqliteValue.Text("Infinity")),
                arguments("numeric", "NaN", new SqliteValue.Text("NaN")),
                arguments("vector", "[1,-2.5,1e-45]", new SqliteValue.Blob("0000803f000020c001000000")));
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void optionsGiveNumbersAndVectors(String type, String text, SqliteValue expected) {
        assertThat(TypeTable.mapping(Types.named(type), REAL_AND_BLOB).codec().encode(text))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "bool,true",
        "bool,''",
        "int4,''",
        "int4,+1",
        "int4,1.0",
        "int4,٣",
        "int8,9223372036854775808",
        "float8,0x1p3",
        "float8,1d",
        "float8,' 1'",
        "float8,1e999",
        "float8,.5",
        "float8,nan",
        "float4,1e39",
        "float4,''",
        "money,1.00",
        "money,$1x",
        "bytea,00",
        "bytea,\\x0",
        "bytea,\\xAB",
        "bytea,\\xzz",
        "timestamptz,2026-11-22 06:30:00",
        "timestamptz,2026-11-22 06:30:00+01",
        "timetz,06:30",
        "hstore,x",
        "hstore,'\"a\"=>b'",
        "hstore,'\"a\"=>\"b'",
        "hstore,'\"a\"=>\"b\",\"c\"=>\"d\"'"
    })
    void refusesWhatTheTypeCantHaveWritten(String type, String text) {
        Codec codec = TypeTable.mapping(Types.named(type), REAL_AND_BLOB).codec();
        assertThatThrownBy(() -> codec.encode(text))
                .isInstanceOf(PgTursoException.class)
                .hasMessage("can't read a value of type " + type);
    }

    @ParameterizedTest
    @CsvSource({"[", "[]", "'[1,]'", "'[1,x]'", "'[1,NaN]'", "'1,2'"})
    void refusesWhatIsNoVector(String text) {
        Codec codec = TypeTable.mapping(Types.named("vector"), REAL_AND_BLOB).codec();
        assertThatThrownBy(() -> codec.encode(text)).isInstanceOf(PgTursoException.class);
    }

    /** Encodes, and checks that the value's storage class is the one the column is declared with, texts apart. */
    private static SqliteValue encode(String type, String text) {
        ColumnMapping mapping = TypeTable.mapping(Types.named(type), TypeOptions.DEFAULT);
        SqliteValue value = mapping.codec().encode(text);
        if (!(value instanceof SqliteValue.Text)) {
            assertThat(mapping.sqliteType()).isEqualTo(storageClass(value));
        }
        return value;
    }

    private static SqliteType storageClass(SqliteValue value) {
        if (value instanceof SqliteValue.Int) {
            return SqliteType.INTEGER;
        }
        return value instanceof SqliteValue.Real ? SqliteType.REAL : SqliteType.BLOB;
    }
}
