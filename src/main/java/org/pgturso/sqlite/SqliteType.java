package org.pgturso.sqlite;

/** The declared type of a target column; its name is the SQL word and gives the column its affinity. */
public enum SqliteType {
    INTEGER,
    REAL,
    TEXT,
    BLOB
}
