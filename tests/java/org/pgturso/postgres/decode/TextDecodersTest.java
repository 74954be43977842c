package org.pgturso.postgres.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** What the captured messages of test_decoding and wal2json don't show. */
class TextDecodersTest {
    private static final RelationName T = new RelationName("public", "t");

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void testDecodingTellsSpecialNumbersFromNull(String number) {
        assertThat(text(Plugin.TEST_DECODING, "table public.t: INSERT: n[numeric]:" + number))
                .isEqualTo("INSERT public.t (n='" + number + "')\n");
    }

    @ParameterizedTest
    @CsvSource({"'1.50',1.50", "'\"NaN\"',NaN", "'-0',-0", "'1e+20',1e+20", "'\"7\"',7"})
    void wal2jsonNumbersAreVerbatimWithAndWithoutQuotes(String value, String text) {
        assertThat(text(Plugin.WAL2JSON, insert("{\"name\":\"n\",\"typeoid\":1700,\"value\":" + value + "}")))
                .isEqualTo("INSERT public.t (n='" + text + "')\n");
    }

    @Test
    void wal2jsonGivesByteaItsPrefixBackButNotADomainOverIt() {
        assertThat(text(
                        Plugin.WAL2JSON,
                        insert("{\"name\":\"b\",\"typeoid\":17,\"value\":\"ff\"},"
                                + "{\"name\":\"d\",\"typeoid\":16500,\"value\":\"\\\\xff\"}")))
                .isEqualTo("INSERT public.t (b='\\\\xff', d='\\\\xff')\n");
    }

    @Test
    void aTableWithoutIdentityHasNoOldRow() {
        assertThat(decode(Plugin.TEST_DECODING, "table public.t: DELETE: (no-tuple-data)", UTF_8))
                .containsExactly(new Change.Delete(T, OldRow.NONE));
    }

    @Test
    void truncateFlagsAreReadAndDropped() {
        for (String flags : List.of("(no-flags)", "restart_seqs", "cascade", "restart_seqs cascade")) {
            assertThat(text(Plugin.TEST_DECODING, "table public.t, public.\"U\": TRUNCATE: " + flags))
                    .isEqualTo("TRUNCATE public.t\nTRUNCATE public.U\n");
        }
    }

    @Test
    void logicalMessagesNeedNotBeText() {
        byte[] testDecoding = "message: transactional: 0 prefix: x, sz: 1 content:\u00ff".getBytes(ISO_8859_1);
        byte[] wal2json = "{\"action\":\"M\",\"content\":\"\u00ff".getBytes(ISO_8859_1);
        List<Change> changes = new ArrayList<>();
        Decoder.of(Plugin.TEST_DECODING, UTF_8).decode(ByteBuffer.wrap(testDecoding), 0, changes::add);
        Decoder.of(Plugin.WAL2JSON, UTF_8).decode(ByteBuffer.wrap(wal2json), 0, changes::add);
        assertThat(changes).isEmpty();
    }

    @Test
    void textIsReadInTheDatabasesEncoding() {
        ByteBuffer latin1 = ByteBuffer.wrap("table public.t: INSERT: a[text]:'\u00e9'".getBytes(ISO_8859_1));
        List<Change> changes = new ArrayList<>();
        Decoder.of(Plugin.TEST_DECODING, ISO_8859_1).decode(latin1, 0, changes::add);
        assertThat(ChangeText.of(changes)).isEqualTo("INSERT public.t (a='é')\n");
        assertThatThrownBy(() -> Decoder.of(Plugin.TEST_DECODING, UTF_8).decode(latin1, 0, changes::add))
                .hasMessage("invalid message from test_decoding: it is not text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BEGIN",
                "BEGIN x",
                "BEGIN 1 (at 2024-01-01)",
                "COMMIT",
                "COMMIT 99999999999",
                "ROLLBACK",
                "table t: INSERT: a[text]:'x'",
                "table public.t: MERGE: a[text]:'x'",
                "table public.t: INSERT: a:'x'",
                "table public.t: INSERT: a[text]:x",
                "table public.t: INSERT: a[text]:'x'b[text]:'y'",
                "table public.t: INSERT: a[text]:'x",
                "table public.t: INSERT: a[\"text]:'x'",
                "table public.t: INSERT: (no-tuple-data)",
                "table public.t: UPDATE: old-key: a[text]:'x'",
                "table public.t: TRUNCATE: (flags)",
                "opening a streamed block for transaction"
            })
    void whatTestDecodingDoesNotWriteIsAViolation(String message) {
        assertViolation(Plugin.TEST_DECODING, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"action\":\"X\"}",
                "{\"action\":\"B\"}",
                "{\"action\":\"B\",\"xid\":\"x\"}",
                "{\"action\":\"I\"}",
                "{\"action\":\"I\",\"schema\":\"public\",\"table\":\"t\"}",
                "{\"action\":\"I\",\"schema\":\"public\",\"table\":\"t\",\"columns\":[{\"name\":\"a\"}]}",
                "{\"action\":\"I\",\"schema\":\"public\",\"table\":\"t\",\"columns\":[{\"value\":1}]}",
                "{\"action\":\"I\",\"schema\":\"public\",\"table\":\"t\",\"columns\":[{\"name\":\"a\",\"value\":{}}]}",
                "{\"action\":\"I\",\"schema\":\"public\",\"table\":\"t\",\"columns\":[{\"name\":\"a\",\"odd\":1}]}",
                "{\"action\":\"C\",\"odd\":1}",
                "{\"action\":\"C\"} {\"action\":\"C\"}"
            })
    void whatWal2JsonDoesNotWriteIsAViolation(String message) {
        assertViolation(Plugin.WAL2JSON, message);
    }

    @Test
    void violationsNameTheRelationButNoValue() {
        assertThatThrownBy(
                        () -> decode(Plugin.TEST_DECODING, "table public.t: INSERT: a[text]:'x' b[text]:secret", UTF_8))
                .asInstanceOf(InstanceOfAssertFactories.type(PgTursoException.class))
                .returns("invalid message from test_decoding: unexpected text", PgTursoException::getMessage)
                .returns("At offset 44 of a message of kind INSERT about \"public.t\".", PgTursoException::detail);
    }

    private static void assertViolation(Plugin plugin, String message) {
        assertThatThrownBy(() -> decode(plugin, message, UTF_8))
                .asInstanceOf(InstanceOfAssertFactories.type(PgTursoException.class))
                .returns(ErrorKind.PROTOCOL_VIOLATION, PgTursoException::kind);
    }

    private static String insert(String columns) {
        return "{\"action\":\"I\",\"schema\":\"public\",\"table\":\"t\",\"columns\":[" + columns + "]}";
    }

    private static String text(Plugin plugin, String message) {
        return ChangeText.of(decode(plugin, message, UTF_8));
    }

    private static List<Change> decode(Plugin plugin, String message, Charset encoding) {
        List<Change> changes = new ArrayList<>();
        Decoder.of(plugin, encoding).decode(ByteBuffer.wrap(message.getBytes(encoding)), 0, changes::add);
        return changes;
    }
}
