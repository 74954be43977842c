package org.pgturso.sqlite;

/** The storage class that a target column's values have, NULLs and REAL's few texts apart. */
public enum SqliteType {
    INTEGER("INTEGER"),
    /**
     * Doubles, and {@code NaN} and the infinities as TEXT. The declared type contains BLOB, by which SQLite leaves the
     * values alone; a column with REAL affinity would turn -0.0 into 0.0.
     */
    REAL("REAL BLOB"),
    TEXT("TEXT"),
    BLOB("BLOB");

    private final String declaration;

    SqliteType(String declaration) {
        this.declaration = declaration;
    }

    /** The type's words in {@code CREATE TABLE}; they give the column its affinity. */
    public String declaration() {
        return declaration;
    }
}
