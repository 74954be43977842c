package org.pgturso.postgres.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgturso.change.Change;
import org.pgturso.change.OldRow;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/** Messages captured from real servers, whole and damaged. */
class WireSamplesTest {
    private static final List<String> VERSIONS = List.of("pg15");

    static Stream<Arguments> samples() {
        return VERSIONS.stream()
                .flatMap(version -> WireSamples.SCENARIOS.stream().flatMap(scenario -> Arrays.stream(Plugin.values())
                        .map(plugin -> Arguments.of(version, scenario, plugin))));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesDecodeAsExpected(String version, String scenario, Plugin plugin) {
        assertThat(ChangeText.of(changes(version, scenario, plugin))).isEqualTo(WireSamples.expected(scenario));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesOfEveryPluginHoldTheSameTransactions(String version, String scenario, Plugin plugin) {
        assertThat(changes(version, scenario, plugin).stream().map(ChangeText::plain))
                .containsExactlyElementsOf(changes(version, scenario, Plugin.PGOUTPUT).stream()
                        .map(ChangeText::plain)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatChangesNothingTellsTheWholeOldRow(Plugin plugin) {
        RelationName entire = new RelationName("public", "entire");
        List<Change.Update> updates = changes("pg15", "identity", plugin).stream()
                .filter(change -> change instanceof Change.Update update
                        && update.relation().equals(entire)
                        && !ChangeText.plain(update).equals(update))
                .map(Change.Update.class::cast)
                .toList();
        assertThat(updates).hasSize(3).noneMatch(update -> update.old().equals(OldRow.NONE));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aMessageCutShortIsAViolationOrAShorterMessage(String version, String scenario, Plugin plugin) {
        Decoder decoder = Decoder.of(plugin, UTF_8);
        for (WireSamples.Message message : WireSamples.read(version, scenario, plugin)) {
            byte[] bytes = message.bytes();
            for (int length = 0; length < bytes.length; length += length < 500 ? 1 : 211) {
                List<Change> changes = tolerant(decoder, ByteBuffer.wrap(bytes, 0, length));
                if (plugin != Plugin.TEST_DECODING) {
                    assertThat(changes).isEmpty();
                }
            }
            decoder.decode(ByteBuffer.wrap(bytes), 0, change -> {});
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aMessageWithAWrongByteIsAViolationOrAnotherMessage(String version, String scenario, Plugin plugin) {
        Decoder decoder = Decoder.of(plugin, UTF_8);
        for (WireSamples.Message message : WireSamples.read(version, scenario, plugin)) {
            byte[] bytes = message.bytes();
            for (int i = 0; i < bytes.length; i += i < 80 ? 1 : 41) {
                for (byte wrong : new byte[] {0, ' ', '"', (byte) 0xFF}) {
                    byte[] damaged = bytes.clone();
                    damaged[i] = wrong;
                    // What a damaged Relation message describes is not to be remembered.
                    Decoder victim = bytes[0] == 'R' ? Decoder.of(plugin, UTF_8) : decoder;
                    tolerant(victim, ByteBuffer.wrap(damaged));
                }
            }
            decoder.decode(ByteBuffer.wrap(bytes), 0, change -> {});
        }
    }

    /** What a message says, or nothing if it is refused as it should be; any other exception is thrown. */
    private static List<Change> tolerant(Decoder decoder, ByteBuffer message) {
        List<Change> changes = new ArrayList<>();
        try {
            decoder.decode(message, 0, changes::add);
        } catch (PgTursoException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.PROTOCOL_VIOLATION);
            assertThat(e.detail()).startsWith("At ").endsWith(".");
            assertThat(changes).isEmpty();
        }
        return changes;
    }

    private static List<Change> changes(String version, String scenario, Plugin plugin) {
        List<Change> changes = new ArrayList<>();
        DecodingRun run = new DecodingRun(plugin, UTF_8, Set.of(), false);
        WireSamples.read(version, scenario, plugin)
                .forEach(m -> run.message(ByteBuffer.wrap(m.bytes()), m.lsn().value(), changes::add));
        return changes;
    }
}
