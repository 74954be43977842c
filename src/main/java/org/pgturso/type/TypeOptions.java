package org.pgturso.type;

/**
 * What a replication's options say about types.
 *
 * @param numericAsReal {@code numeric} as REAL, for those who want arithmetic more than every digit
 * @param vectorAsBlob pgvector's {@code vector} as libSQL's native vector instead of text
 */
public record TypeOptions(boolean numericAsReal, boolean vectorAsBlob) {
    public static final TypeOptions DEFAULT = new TypeOptions(false, false);
}
