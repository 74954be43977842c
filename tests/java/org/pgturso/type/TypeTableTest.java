package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pgturso.sqlite.SqliteType.INTEGER;
import static org.pgturso.sqlite.SqliteType.TEXT;
import static org.pgturso.type.TypeRow.row;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.PgType;
import org.pgturso.sqlite.SqliteType;
import org.pgturso.sqlite.SqliteValue;

class TypeTableTest {
    private static final long ABOVE_BUILT_IN = 20_000;
    private static final TypeOptions ALL_OPTIONS = new TypeOptions(true, true);

    @Test
    void refusesTwoRowsOfOneOidOrName() {
        TypeRow first = row(23, "int4", INTEGER, Codecs.INT64, "");
        TypeRow sameOid = row(23, "integer", INTEGER, Codecs.INT64, "");
        TypeRow sameName = row("int4", TEXT, Codecs.VERBATIM, "");
        assertThatThrownBy(() -> new TypeTable(List.of(first, sameOid), StandardTypes.KINDS))
                .hasMessage("two rows for type integer");
        assertThatThrownBy(() -> new TypeTable(List.of(first, sameName), StandardTypes.KINDS))
                .hasMessage("two rows for type int4");
    }

    @Test
    void refusesAKindWithoutARowOrWithTwo() {
        List<KindRow> kinds = StandardTypes.KINDS;
        List<KindRow> missing = kinds.subList(1, kinds.size());
        List<KindRow> doubled =
                Stream.concat(missing.stream(), Stream.of(kinds.get(1))).toList();
        assertThatThrownBy(() -> new TypeTable(List.of(), missing)).hasMessage("not one row for each kind");
        assertThatThrownBy(() -> new TypeTable(List.of(), doubled)).hasMessage("not one row for each kind");
    }

    @ParameterizedTest
    @EnumSource(
            value = PgType.Kind.class,
            names = {"BASE", "ENUM", "RANGE", "MULTIRANGE"})
    void unknownTypeIsItsText(PgType.Kind kind) {
        PgType type = ofKind(ABOVE_BUILT_IN, "mood", kind);
        ColumnMapping mapping = TypeTable.mapping(type, TypeOptions.DEFAULT);
        assertThat(mapping.sqliteType()).isEqualTo(TEXT);
        assertThat(mapping.codec().encode("so {so}")).isEqualTo(new SqliteValue.Text("so {so}"));
    }

    @Test
    void extensionsTypeIsKnownByNameWhateverItsOid() {
        ColumnMapping mapping = TypeTable.mapping(PgType.scalar(ABOVE_BUILT_IN, "hstore"), TypeOptions.DEFAULT);
        assertThat(mapping.codec().encode("\"a\"=>NULL")).isEqualTo(new SqliteValue.Text("{\"a\":null}"));
    }

    @Test
    void usersEnumIsNotTakenForATypeOfItsName() {
        PgType hstore = ofKind(ABOVE_BUILT_IN, "hstore", PgType.Kind.ENUM);
        PgType integer = PgType.scalar(ABOVE_BUILT_IN, "int4");
        assertThat(TypeTable.mapping(hstore, TypeOptions.DEFAULT).codec().encode("x"))
                .isEqualTo(new SqliteValue.Text("x"));
        assertThat(TypeTable.mapping(integer, TypeOptions.DEFAULT).sqliteType()).isEqualTo(TEXT);
    }

    @Test
    void optionsChooseAnotherMapping() {
        assertThat(sqliteType("numeric", 1700, TypeOptions.DEFAULT)).isEqualTo(TEXT);
        assertThat(sqliteType("numeric", 1700, ALL_OPTIONS)).isEqualTo(SqliteType.REAL);
        assertThat(sqliteType("vector", ABOVE_BUILT_IN, TypeOptions.DEFAULT)).isEqualTo(TEXT);
        assertThat(sqliteType("vector", ABOVE_BUILT_IN, ALL_OPTIONS)).isEqualTo(SqliteType.BLOB);
        assertThat(sqliteType("float8", 701, ALL_OPTIONS)).isEqualTo(SqliteType.REAL);
    }

    @Test
    void errorNamesTheTypeAndNotTheValue() {
        PgType integers = Types.array(PgType.scalar(23, "int4"));
        Codec codec = TypeTable.mapping(integers, TypeOptions.DEFAULT).codec();
        PgTursoException e = catchThrowableOfType(PgTursoException.class, () -> codec.encode("{secret}"));
        assertThat(e.kind()).isEqualTo(ErrorKind.PROTOCOL_VIOLATION);
        assertThat(e).hasMessage("can't read a value of type int4[]").hasNoCause();
    }

    private static SqliteType sqliteType(String name, long oid, TypeOptions options) {
        return TypeTable.mapping(PgType.scalar(oid, name), options).sqliteType();
    }

    private static PgType ofKind(long oid, String name, PgType.Kind kind) {
        return new PgType(oid, name, name, kind, Optional.empty(), List.of(), ',');
    }
}
