package org.pgturso.type;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.pgturso.sqlite.SqliteValue;

/** pgvector's {@code [1,2.5]} as libSQL's {@code F32_BLOB}: the floats one after the other, little-endian. */
final class VectorCodec implements Codec {
    @Override
    public SqliteValue encode(String postgresText) {
        if (!postgresText.startsWith("[") || !postgresText.endsWith("]")) {
            throw new IllegalArgumentException("not a vector");
        }
        String[] elements = postgresText.substring(1, postgresText.length() - 1).split(",", -1);
        ByteBuffer bytes = ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String element : elements) {
            bytes.putFloat((float) FloatCodec.nearestFloat(FloatCodec.checked(element)));
        }
        return new SqliteValue.Blob(HexFormat.of().formatHex(bytes.array()));
    }
}
