package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteValue;

/** Arrays and composites, as Postgres writes them, and their JSON. */
class StructureCodecTest {
    private static final PgType POINT_OF_SALE = Types.composite(
            "point_of_sale",
            new PgType.Field("id", Types.named("int4")),
            new PgType.Field("na\"me", Types.named("text")),
            new PgType.Field("tags", Types.array(Types.named("text"))),
            new PgType.Field("doc", Types.named("jsonb")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int4    | {}                                | []",
                "int4    | {1,NULL,-2}                       | [1,null,-2]",
                "int8    | {{1,2},{3,9223372036854775807}}   | [[1,2],[3,9223372036854775807]]",
                "int4    | [0:1]={1,2}                       | {\"lower\":[0],\"values\":[1,2]}",
                "int4    | [-1:0][1:2]={{1,2},{3,4}}         | {\"lower\":[-1,1],\"values\":[[1,2],[3,4]]}",
                "bool    | {t,f,NULL}                        | [true,false,null]",
                "float8  | {0.1,-0,1e+300,NaN,-Infinity}     | [0.1,-0,1e+300,\"NaN\",\"-Infinity\"]",
                "float4  | {0.1}                             | [0.1]",
                "numeric | {1.10,NaN}                        | [\"1.10\",\"NaN\"]",
                "money   | {\"$1,234.56\"}                   | [\"1234.56\"]",
                "text    | {a,\"\",\"NULL\",NULL,\"b c\"}    | [\"a\",\"\",\"NULL\",null,\"b c\"]",
                "text    | {\"\\\"\\\\\",\"{},\"}            | [\"\\\"\\\\\",\"{},\"]",
                "bytea   | {\"\\\\x00ff\"}                   | [\"\\\\x00ff\"]",
                "timestamptz | {\"2026-11-22 06:30:00+00\"}  | [\"2026-11-22 06:30:00+00:00\"]",
                "box     | {(1,1),(0,0);(3,3),(2,2)}         | [\"(1,1),(0,0)\",\"(3,3),(2,2)\"]",
                "hstore  | {\"\\\"a\\\"=>\\\"1\\\"\"}        | [{\"a\":\"1\"}]",
                "vector  | {\"[1,2]\"}                       | [\"[1,2]\"]",
                "json    | {1,true,\"{\\\"a\\\": 1}\"}       | [1,true,{\"a\": 1}]",
                "json    | {null,NULL,\"\\\"null\\\"\"}      | [\"null\",null,\"\\\"null\\\"\"]",
                "json    | {\"[1,2]\"}                       | [[1,2]]",
                "json    | {{1,2}}                           | {\"lower\":[1,1],\"values\":[[1,2]]}",
            })
    void arraysAreJsonArrays(String element, String text, String json) {
        assertThat(encode(Types.array(Types.named(element)), text)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(1,a,{},{})                   | {\"id\":1,\"na\\\"me\":\"a\",\"tags\":[],\"doc\":{}}",
                "(,,,)                         | {\"id\":null,\"na\\\"me\":null,\"tags\":null,\"doc\":null}",
                "(1,\"\",{NULL},null)          | {\"id\":1,\"na\\\"me\":\"\",\"tags\":[null],\"doc\":\"null\"}",
                "(1,\"a \"\"b\"\" \\\\\",\"{\"\"x,y\"\",z}\",5) | {\"id\":1,\"na\\\"me\":\"a \\\"b\\\" \\\\\",\"tags\":[\"x,y\",\"z\"],\"doc\":5}",
            })
    void compositesAreJsonObjects(String text, String json) {
        assertThat(encode(POINT_OF_SALE, text)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"(1,a,{},{})\",NULL} | [{\"id\":1,\"na\\\"me\":\"a\",\"tags\":[],\"doc\":{}},null]",
            })
    void compositesNestInArrays(String text, String json) {
        assertThat(encode(Types.array(POINT_OF_SALE), text)).isEqualTo(json);
    }

    /** An array whose elements are a domain over an array. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"{1,2}\",NULL}       | [[1,2],null]",
                "{{\"{1,2}\",\"{3}\"}}  | {\"lower\":[1,1],\"values\":[[[1,2],[3]]]}",
                "{\"[0:0]={1}\"}        | [{\"lower\":[0],\"values\":[1]}]",
            })
    void arraysOfArraysTellDimensionsApart(String text, String json) {
        assertThat(encode(Types.array(Types.array(Types.named("int4"))), text)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "(1)", "(\"1\")"})
    void oneFieldMayBeNull(String text) {
        PgType type = Types.composite("one", new PgType.Field("f", Types.named("int4")));
        assertThat(encode(type, text)).isEqualTo(text.equals("()") ? "{\"f\":null}" : "{\"f\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"()"})
    void noFieldsGiveAnEmptyObject(String text) {
        assertThat(encode(Types.composite("none"), text)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "{1",
                "{1,}",
                "{,}",
                "{1}}",
                "{{1}",
                "{{1},2}",
                "{1,{2}}",
                "{1,2",
                "{\"1}",
                "{\"1\\",
                "{\"1\"x}",
                "{x\"1\"}",
                "[1:1]{1}",
                "[1]={1}",
                "[1:1={1}",
                "[a:1]={1}",
                "[1:1]={{1}}",
                "{1} ",
                "1,2"
            })
    void refusesWhatIsNoArray(String text) {
        Codec codec = TypeTable.mapping(Types.array(Types.named("int4")), TypeOptions.DEFAULT)
                .codec();
        assertThatThrownBy(() -> codec.encode(text)).isInstanceOf(PgTursoException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")",
                "(1,a,{})",
                "(1,a,{},{},)",
                "(1,a,{},{}",
                "(1,a,{},{})x",
                "(1,a,{},\"{)",
                "1,a,{},{}"
            })
    void refusesWhatIsNotThisComposite(String text) {
        Codec codec = TypeTable.mapping(POINT_OF_SALE, TypeOptions.DEFAULT).codec();
        assertThatThrownBy(() -> codec.encode(text)).isInstanceOf(PgTursoException.class);
    }

    private static String encode(PgType type, String text) {
        SqliteValue value = TypeTable.mapping(type, TypeOptions.DEFAULT).codec().encode(text);
        return ((SqliteValue.Text) value).value();
    }
}
