package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteValue;

/** What a codec makes of any value, written as Postgres writes it. */
class CodecPropertiesTest {
    private static final PgType TEXT = Types.named("text");

    @Property
    void integersAreKept(@ForAll long value) {
        assertThat(encode(Types.named("int8"), Long.toString(value))).isEqualTo(new SqliteValue.Int(value));
    }

    @Property(tries = 10_000)
    void doublesAreKeptBitForBit(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        SqliteValue encoded = encode(Types.named("float8"), PostgresText.number(Double.toString(value)));
        if (Double.isFinite(value)) {
            assertThat(bits(encoded)).isEqualTo(bits);
        } else {
            assertThat(encoded).isEqualTo(new SqliteValue.Text(Double.toString(value)));
        }
    }

    @Property(tries = 10_000)
    void floatsAreKeptBitForBit(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        SqliteValue encoded = encode(Types.named("float4"), PostgresText.number(Float.toString(value)));
        if (Float.isFinite(value)) {
            assertThat(bits(encoded)).isEqualTo(Double.doubleToRawLongBits(value));
        } else {
            assertThat(encoded).isEqualTo(new SqliteValue.Text(Float.toString(value)));
        }
    }

    @Property
    void bytesAreKept(@ForAll byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        SqliteValue.Blob blob = (SqliteValue.Blob) encode(Types.named("bytea"), "\\x" + hex);
        assertThat(blob.bytes()).isEqualTo(bytes);
    }

    @Property
    void amountsAreKeptToTheCent(@ForAll long cents) {
        BigDecimal amount = BigDecimal.valueOf(cents, 2);
        String printed = String.format(Locale.ROOT, "%s$%,.2f", cents < 0 ? "-" : "", amount.abs());
        assertThat(encode(Types.named("money"), printed)).isEqualTo(new SqliteValue.Text(amount.toPlainString()));
    }

    @Property
    void numericsBecomeTheNearestDouble(@ForAll BigDecimal value) {
        Codec codec = TypeTable.mapping(Types.named("numeric"), new TypeOptions(true, false))
                .codec();
        assertThat(codec.encode(value.toPlainString())).isEqualTo(new SqliteValue.Real(value.doubleValue()));
    }

    @Property
    void vectorsAreTheirFloats(@ForAll @Size(min = 1, max = 20) List<Float> floats) {
        Codec codec = TypeTable.mapping(Types.named("vector"), new TypeOptions(false, true))
                .codec();
        String printed = floats.stream()
                .map(value -> PostgresText.number(value.toString()))
                .collect(Collectors.joining(",", "[", "]"));
        ByteBuffer bytes = ByteBuffer.wrap(((SqliteValue.Blob) codec.encode(printed)).bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(floats).allMatch(value -> Float.compare(bytes.getFloat(), value) == 0);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Property
    void offsetsGetMinutes(@ForAll @IntRange(min = -15, max = 15) int hours) {
        String offset = String.format(Locale.ROOT, "%+03d", hours);
        assertThat(encode(Types.named("timetz"), "06:30:00.5" + offset))
                .isEqualTo(new SqliteValue.Text("06:30:00.5" + offset + ":00"));
    }

    @Property
    void momentsKeepAllButGetTheirOffsetsMinutes(@ForAll LocalDateTime moment) {
        String printed = moment.truncatedTo(ChronoUnit.MICROS).toString().replace('T', ' ');
        assertThat(encode(Types.named("timestamptz"), printed + "+00"))
                .isEqualTo(new SqliteValue.Text(printed + "+00:00"));
    }

    @Property
    void jsonStaysAsItIsWrittenAlsoInsideOtherTypes(@ForAll("cells") List<@Nullable String> cells) {
        String written = new Gson().newBuilder().serializeNulls().create().toJson(Map.of("a", cells));
        assertThat(encode(Types.named("jsonb"), written)).isEqualTo(new SqliteValue.Text(written));
        JsonElement inside = JsonParser.parseString(
                        json(Types.array(Types.named("jsonb")), PostgresText.array(List.of(written))))
                .getAsJsonArray()
                .get(0);
        assertThat(inside).isEqualTo(JsonParser.parseString(written));
    }

    @Property
    void arraysKeepElementsNullsAndBounds(
            @ForAll("rows") List<List<@Nullable String>> rows, @ForAll @IntRange(min = -3, max = 3) int lower) {
        String literal = rows.stream().map(PostgresText::array).collect(Collectors.joining(",", "{", "}"));
        String bounds = lower == 1 ? "" : "[" + lower + ":" + (lower + rows.size() - 1) + "][1:2]=";
        String expected = new Gson()
                .newBuilder()
                .serializeNulls()
                .disableHtmlEscaping()
                .create()
                .toJson(rows);
        String json = json(Types.array(TEXT), bounds + literal);
        if (lower == 1) {
            assertThat(JsonParser.parseString(json)).isEqualTo(JsonParser.parseString(expected));
        } else {
            JsonObject bounded = JsonParser.parseString(json).getAsJsonObject();
            assertThat(bounded.get("lower")).isEqualTo(JsonParser.parseString("[" + lower + ",1]"));
            assertThat(bounded.get("values")).isEqualTo(JsonParser.parseString(expected));
        }
    }

    @Property
    void arraysOfCompositesOfArraysKeepAll(@ForAll("cells") @Size(2) List<@Nullable String> cells) {
        PgType pair = Types.composite("pair", new PgType.Field("a", TEXT), new PgType.Field("b", Types.array(TEXT)));
        String composite = PostgresText.composite(Arrays.asList(cells.get(0), PostgresText.array(cells)));
        JsonArray json = JsonParser.parseString(json(Types.array(pair), PostgresText.array(List.of(composite))))
                .getAsJsonArray();
        JsonObject object = json.get(0).getAsJsonObject();
        assertThat(text(object.get("a"))).isEqualTo(cells.get(0));
        assertThat(text(object.getAsJsonArray("b").get(0))).isEqualTo(cells.get(0));
        assertThat(text(object.getAsJsonArray("b").get(1))).isEqualTo(cells.get(1));
    }

    @Property
    void hstoresKeepPairs(@ForAll Map<String, String> pairs) {
        String literal = pairs.entrySet().stream()
                .map(pair -> PostgresText.quoted(pair.getKey()) + "=>" + PostgresText.quoted(pair.getValue()))
                .collect(Collectors.joining(", "));
        JsonObject json =
                JsonParser.parseString(json(Types.named("hstore"), literal)).getAsJsonObject();
        assertThat(json.size()).isEqualTo(pairs.size());
        pairs.forEach((key, value) -> assertThat(json.get(key).getAsString()).isEqualTo(value));
    }

    @Provide
    Arbitrary<List<List<@Nullable String>>> rows() {
        return Arbitraries.strings()
                .injectNull(0.2)
                .list()
                .ofSize(2)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<@Nullable String>> cells() {
        Arbitrary<String> odd = Arbitraries.of("", " ", "NULL", "\"", "\\", "{}", "(,)", "a,b", "\n", "😀");
        return Arbitraries.oneOf(odd, Arbitraries.strings()).injectNull(0.2).list();
    }

    private static @Nullable String text(JsonElement json) {
        return json instanceof JsonNull ? null : json.getAsString();
    }

    private static long bits(SqliteValue value) {
        return Double.doubleToRawLongBits(((SqliteValue.Real) value).value());
    }

    private static String json(PgType type, String text) {
        return ((SqliteValue.Text) encode(type, text)).value();
    }

    private static SqliteValue encode(PgType type, String text) {
        return TypeTable.mapping(type, TypeOptions.DEFAULT).codec().encode(text);
    }
}
