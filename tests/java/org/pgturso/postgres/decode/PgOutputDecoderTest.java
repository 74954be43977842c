package org.pgturso.postgres.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.error.PgTursoException;

class PgOutputDecoderTest {
    private static final int OID = 0x01020304;

    private final Decoder decoder = new PgOutputDecoder();

    @Test
    void transactionIdsAreUnsigned() {
        assertThat(decode(message('B').putLong(1).putLong(2).putInt(-1)))
                .containsExactly(new Change.Begin(4294967295L));
    }

    @Test
    void commitTellsItsEnd() {
        assertThat(decode(message('C').put((byte) 0).putLong(1).putLong(42).putLong(3)))
                .containsExactly(new Change.Commit(42));
    }

    @Test
    void originIsTold() {
        assertThat(decode(text(message('O').putLong(1), "origin"))).containsExactly(new Change.Origin());
    }

    @Test
    void whatIsNoChangeIsReadAndDropped() {
        assertThat(decode(text(text(message('Y').putInt(1), "public"), "mood"))).isEmpty();
        assertThat(decode(text(message('M').put((byte) 1).putLong(1), "prefix")
                        .putInt(2)
                        .put(new byte[] {-1, 0})))
                .isEmpty();
    }

    @Test
    void aRelationWithoutSchemaIsOfPgCatalog() {
        decode(relation("", "pg_am"));
        assertThat(decode(message('T').putInt(1).put((byte) 0).putInt(OID)))
                .containsExactly(new Change.Truncate(new RelationName("pg_catalog", "pg_am")));
    }

    @Test
    void readsFromWhereTheBufferStands() {
        ByteBuffer message = message('B').putLong(1).putLong(2).putInt(7).flip();
        ByteBuffer wider = ByteBuffer.allocate(100)
                .position(30)
                .put(message)
                .limit(30 + 21)
                .position(30);
        List<Change> changes = new ArrayList<>();
        decoder.decode(wider.slice(), 0, changes::add);
        assertThat(changes).containsExactly(new Change.Begin(7));
    }

    @Test
    void aViolationNamesOffsetKindAndRelationButNoValue() {
        decode(relation("public", "t"));
        ByteBuffer insert = message('I').putInt(OID).put((byte) 'N').putShort((short) 2);
        insert.put((byte) 't').putInt(6).put("secret".getBytes(UTF_8)).put((byte) '?');
        assertThatThrownBy(() -> decode(insert))
                .asInstanceOf(InstanceOfAssertFactories.type(PgTursoException.class))
                .returns("invalid message from pgoutput: unexpected byte 0x3F", PgTursoException::getMessage)
                .returns("At offset 19 of a message of kind Insert about \"public.t\".", PgTursoException::detail);
    }

    @ParameterizedTest
    @CsvSource({"I,b,unexpected byte 0x62", "U,X,unexpected byte 0x58", "D,N,unexpected byte 0x4E"})
    void anUnknownPartIsAViolation(char kind, char part, String problem) {
        decode(relation("public", "t"));
        ByteBuffer message = message(kind).putInt(OID);
        if (kind == 'I') {
            message.put((byte) 'N').putShort((short) 2);
        }
        assertThatThrownBy(() -> decode(message.put((byte) part))).hasMessageEndingWith(problem);
    }

    @Test
    void countsThatCannotBeAreViolations() {
        decode(relation("public", "t"));
        assertThatThrownBy(() -> decode(message('I').putInt(OID).put((byte) 'N').putShort((short) 3)))
                .hasMessageEndingWith("3 values for 2 columns");
        assertThatThrownBy(() -> decode(message('I')
                        .putInt(OID)
                        .put((byte) 'N')
                        .putShort((short) 2)
                        .put((byte) 't')
                        .putInt(Integer.MIN_VALUE)))
                .hasMessageEndingWith("a length of -2147483648 where 0 bytes follow");
        assertThatThrownBy(() -> decode(message('I').putInt(99))).hasMessageEndingWith("unknown relation 99");
        assertThatThrownBy(() ->
                        decode(message('B').putLong(1).putLong(2).putInt(3).put((byte) 0)))
                .hasMessageEndingWith("1 bytes too many");
        assertThatThrownBy(() -> decode(message('T').putInt(Integer.MAX_VALUE).put((byte) 0)))
                .hasMessageEndingWith("it ends too early");
    }

    @ParameterizedTest
    @CsvSource({"S", "E", "P", "b", "'\0'"})
    void messagesOfOtherProtocolVersionsAreViolations(char kind) {
        assertThatThrownBy(() -> decode(message(kind).putLong(0)))
                .asInstanceOf(InstanceOfAssertFactories.type(PgTursoException.class))
                .returns("At offset 0 of a message of kind unknown.", PgTursoException::detail);
    }

    private List<Change> decode(ByteBuffer message) {
        List<Change> changes = new ArrayList<>();
        decoder.decode(message.flip(), 0, changes::add);
        return changes;
    }

    private static ByteBuffer message(char kind) {
        return ByteBuffer.allocate(200).put((byte) kind);
    }

    private static ByteBuffer text(ByteBuffer message, String text) {
        return message.put(text.getBytes(UTF_8)).put((byte) 0);
    }

    /** A relation with columns a and b. */
    private static ByteBuffer relation(String schema, String name) {
        ByteBuffer message = text(text(message('R').putInt(OID), schema), name);
        message.put((byte) 'd').putShort((short) 2);
        text(message.put((byte) 1), "a").putInt(23).putInt(-1);
        return text(message.put((byte) 0), "b").putInt(25).putInt(-1);
    }
}
