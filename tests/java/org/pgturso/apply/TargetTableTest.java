package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Column;
import org.pgturso.postgres.Index;
import org.pgturso.postgres.PgType;
import org.pgturso.postgres.Relation;
import org.pgturso.postgres.Relation.Kind;
import org.pgturso.postgres.ReplicaIdentity;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.type.TypeOptions;

class TargetTableTest {
    private static final PgType INT8 = PgType.scalar(20, "int8");
    private static final PgType TEXT = PgType.scalar(25, "text");
    private static final PgType FLOAT8 = PgType.scalar(701, "float8");
    private static final PgType NUMERIC = PgType.scalar(1700, "numeric");

    private final List<Column> columns = new ArrayList<>();

    @Test
    void singleIntegerKeyIsTheRowId() {
        column("id", INT8, true).column("name", TEXT, true).column("weight", FLOAT8, false);
        TargetTable table = table(Kind.TABLE, List.of("id"), new Index("by_name", List.of("name", "id"), true));
        assertThat(TableDdl.text(table)).isEqualTo("""
                        CREATE TABLE "t" (
                          "id" INTEGER PRIMARY KEY NOT NULL,
                          "name" TEXT NOT NULL,
                          "weight" REAL BLOB
                        );
                        CREATE INDEX "t.by_name" ON "t" ("name", "id");
                        """);
    }

    @Test
    void otherKeysStandAtTheEnd() {
        column("b", TEXT, false).column("a", INT8, false);
        assertThat(TableDdl.text(table(Kind.TABLE, List.of("a", "b")))).isEqualTo("""
                        CREATE TABLE "t" (
                          "b" TEXT NOT NULL,
                          "a" INTEGER NOT NULL,
                          PRIMARY KEY ("a", "b")
                        );
                        """);
    }

    @Test
    void viewWithoutKeyGetsAHiddenOne() {
        column("a", INT8, false);
        TargetTable table = table(Kind.VIEW, List.of());
        assertThat(table.key()).containsExactly(TargetTable.HIDDEN_KEY);
        assertThat(TableDdl.text(table)).contains("\"_pgturso_key\" TEXT NOT NULL,\n  PRIMARY KEY (\"_pgturso_key\")");
        assertThat(table(Kind.TABLE, List.of()).key()).isEmpty();
    }

    @Test
    void generatedColumnsAndTheirIndexesAreKept() {
        column("id", INT8, true);
        columns.add(new Column("twice", 2, INT8, false, true));
        Index ofGenerated = new Index("i", List.of("id", "twice"), false);
        Index likeKey = new Index("k", List.of("id"), true);
        TargetTable table = table(Kind.TABLE, List.of("id"), ofGenerated, likeKey);
        assertThat(table.columns()).extracting(TargetColumn::name).containsExactly("id", "twice");
        assertThat(table.indexes()).extracting(TargetIndex::name).containsExactly("t.i");
    }

    @Test
    void numericKeyStaysExact() {
        column("id", NUMERIC, true).column("price", NUMERIC, false);
        TargetTable table =
                TargetTable.of(relation(Kind.TABLE, List.of("id")), "t", new TypeOptions(true, false), true);
        assertThat(table.columns()).extracting(TargetColumn::type).containsExactly(SqliteType.TEXT, SqliteType.REAL);
    }

    @Test
    void indexesAreAnOption() {
        column("id", INT8, true);
        Relation relation = relation(Kind.TABLE, List.of(), new Index("i", List.of("id"), false));
        assertThat(TargetTable.of(relation, "t", TypeOptions.DEFAULT, false).indexes())
                .isEmpty();
        assertThat(TargetTable.of(relation, "t", TypeOptions.DEFAULT, true).indexes())
                .containsExactly(new TargetIndex("t.i", List.of("id")));
    }

    @Test
    void whatSqliteCannotHoldIsRefused() {
        assertRefused("It has no column that can be replicated.");
        column("ab", INT8, true).column("aB", INT8, true);
        assertRefused("SQLite does not tell upper case from lower case: it takes only one column named \"aB\".");
    }

    @Test
    void columnsThatHideTheRowIdAreRefusedWhereItIsNeeded() {
        column("oid", INT8, true).column("ROWID", INT8, true).column("_rowid_", INT8, true);
        assertRefused("It has columns with all names that SQLite has for the row id.");
        assertThat(table(Kind.TABLE, List.of("oid")).columns()).hasSize(3);
    }

    @Test
    void reservedNamesAreRefused() {
        column("id", INT8, true);
        for (String name : List.of("sqlite_x", "SQLite_stat1", "_pgturso_state")) {
            assertThatThrownBy(() -> TargetTable.of(relation(Kind.TABLE, List.of()), name, TypeOptions.DEFAULT, true))
                    .isInstanceOfSatisfying(PgTursoException.class, e -> assertThat(e.hint())
                            .isEqualTo("Choose another name with the option \"name\"."));
        }
    }

    private void assertRefused(String detail) {
        assertThatThrownBy(() -> table(Kind.TABLE, List.of())).isInstanceOfSatisfying(PgTursoException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.NOT_SUPPORTED);
            assertThat(e).hasMessage("table \"public.t\" can't be kept in SQLite");
            assertThat(e.detail()).isEqualTo(detail);
        });
    }

    private TargetTableTest column(String name, PgType type, boolean notNull) {
        columns.add(new Column(name, columns.size() + 1, type, notNull, false));
        return this;
    }

    private TargetTable table(Kind kind, List<String> key, Index... indexes) {
        return TargetTable.of(relation(kind, key, indexes), "t", TypeOptions.DEFAULT, true);
    }

    private Relation relation(Kind kind, List<String> key, Index... indexes) {
        return new Relation(
                1,
                new RelationName("public", "t"),
                kind,
                ReplicaIdentity.DEFAULT,
                columns,
                key,
                List.of(indexes),
                List.of());
    }
}
