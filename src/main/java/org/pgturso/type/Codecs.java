package org.pgturso.type;

import org.pgturso.sqlite.SqliteValue;

/** The codecs of types that aren't made of others. */
final class Codecs {
    /** The text itself, whatever it is. */
    static final Codec VERBATIM = SqliteValue.Text::new;

    static final Codec INT64 = new IntegerCodec();
    static final Codec BOOLEAN = new BooleanCodec();
    static final Codec FLOAT4 = new FloatCodec(FloatCodec::nearestFloat);
    static final Codec FLOAT8 = new FloatCodec(FloatCodec::nearestDouble);
    static final Codec NUMERIC_AS_REAL = new FloatCodec(Double::parseDouble);
    static final Codec MONEY = new MoneyCodec();
    static final Codec BYTEA = new ByteaCodec();
    static final Codec TIMESTAMPTZ = new TimestamptzCodec();
    static final Codec TIMETZ = new TimetzCodec();
    static final Codec JSON = new JsonCodec();
    static final Codec HSTORE = new HstoreCodec();
    static final Codec VECTOR = new VectorCodec();

    private Codecs() {}
}
