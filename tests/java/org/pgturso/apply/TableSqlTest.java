package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgturso.sqlite.ExactReal;

class TableSqlTest {
    private final TableSql one = new TableSql(Rows.table("t", 1, "id INTEGER", "say\"so TEXT", "data BLOB"));
    private final TableSql two = new TableSql(Rows.table("t", 2, "a INTEGER", "b TEXT", "c TEXT"));
    private final TableSql none = new TableSql(Rows.table("t", 0, "a INTEGER", "RowId TEXT"));

    @Test
    void upsertWritesManyRowsFromOneParameter() {
        assertThat(one.bulkUpsert())
                .isEqualTo("INSERT INTO \"t\" (\"id\", \"say\"\"so\", \"data\")"
                        + " SELECT value->>0, value->>1, unhex(value->>2) FROM json_each(?1) WHERE true"
                        + " ON CONFLICT (\"id\") DO UPDATE SET"
                        + " \"say\"\"so\" = excluded.\"say\"\"so\", \"data\" = excluded.\"data\"");
        assertThat(two.upsert())
                .isEqualTo("INSERT INTO \"t\" (\"a\", \"b\", \"c\") VALUES (?1, ?2, ?3)"
                        + " ON CONFLICT (\"a\", \"b\") DO UPDATE SET \"c\" = excluded.\"c\"");
    }

    /** The local Turso server gives the row id for {@code excluded.oid}. */
    @Test
    void upsertOfAColumnNamedLikeTheRowIdReplacesTheRow() {
        assertThat(new TableSql(Rows.table("t", 1, "id INTEGER", "OID TEXT")).upsert())
                .isEqualTo("INSERT OR REPLACE INTO \"t\" (\"id\", \"OID\") VALUES (?1, ?2)");
    }

    @Test
    void tableOfKeysOnlyHasNothingToUpdate() {
        assertThat(new TableSql(Rows.table("t", 1, "id INTEGER")).upsert())
                .isEqualTo("INSERT INTO \"t\" (\"id\") VALUES (?1) ON CONFLICT (\"id\") DO NOTHING");
    }

    @Test
    void deleteFindsRowsByKey() {
        assertThat(one.bulkDelete())
                .isEqualTo("DELETE FROM \"t\" WHERE \"id\" IN (SELECT value->>0 FROM json_each(?1))");
        assertThat(two.bulkDelete())
                .isEqualTo("DELETE FROM \"t\" WHERE rowid IN (SELECT t.rowid FROM json_each(?1) AS j"
                        + " CROSS JOIN \"t\" AS t ON t.\"a\" = j.value->>0 AND t.\"b\" = j.value->>1)");
    }

    @Test
    void updateSetsTheColumnsNamed() {
        assertThat(two.bulkUpdate(new int[] {2}))
                .isEqualTo("UPDATE \"t\" AS t SET \"c\" = j.value->>2 FROM json_each(?1) AS j"
                        + " WHERE t.\"a\" = j.value->>0 AND t.\"b\" = j.value->>1");
        assertThat(one.update(new int[] {0, 2}))
                .isEqualTo("UPDATE \"t\" SET \"id\" = ?2, \"data\" = ?3 WHERE \"id\" = ?1");
    }

    @Test
    void keylessTableLosesOneOfItsEqualRows() {
        assertThat(none.deleteEqual())
                .isEqualTo("DELETE FROM \"t\" WHERE _rowid_ = (SELECT _rowid_ FROM \"t\""
                        + " WHERE \"a\" IS ?1 AND \"RowId\" IS ?2 LIMIT 1)");
        assertThat(none.updateEqual())
                .isEqualTo("UPDATE \"t\" SET \"a\" = ?3, \"RowId\" = ?4 WHERE _rowid_ ="
                        + " (SELECT _rowid_ FROM \"t\" WHERE \"a\" IS ?1 AND \"RowId\" IS ?2 LIMIT 1)");
        assertThat(none.bulkUpsert()).doesNotContain("CONFLICT");
    }

    @Test
    void doublesAreReadExactlyEverywhere() {
        TableSql real = new TableSql(Rows.table("t", 1, "id REAL", "v REAL"));
        assertThat(real.bulkUpsert())
                .contains(
                        "SELECT " + ExactReal.sqlExpression("value->>0") + ", " + ExactReal.sqlExpression("value->>1"));
        assertThat(real.bulkDelete()).contains(ExactReal.sqlExpression("value->>0"));
        assertThat(real.update(new int[] {1}))
                .contains("\"v\" = " + ExactReal.sqlExpression("?2->>0"))
                .contains("\"id\" = " + ExactReal.sqlExpression("?1->>0"));
    }
}
