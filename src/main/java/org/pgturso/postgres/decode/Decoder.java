package org.pgturso.postgres.decode;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.pgturso.change.Change;

/**
 * Reads the messages of one decoding run of one plugin, in their order. It keeps what the plugin tells only once a run,
 * so a new run needs a new decoder. Not thread-safe.
 */
@FunctionalInterface
public interface Decoder {
    /**
     * Hands over what a message says: no change, one, or several.
     *
     * @param message backed by an array
     * @param endLsn where the transaction ended, if this message is a commit; pgoutput does not need it
     * @throws org.pgturso.error.PgTursoException of kind PROTOCOL_VIOLATION if the plugin's protocol does not allow the
     *     message; nothing of it has been handed over then
     */
    void decode(ByteBuffer message, long endLsn, Consumer<Change> out);

    /**
     * A decoder of the plugin's messages.
     *
     * @param encoding the database's; wal2json and test_decoding write in it, pgoutput in UTF-8
     */
    static Decoder of(Plugin plugin, Charset encoding) {
        return switch (plugin) {
            case PGOUTPUT -> new PgOutputDecoder();
            case WAL2JSON -> new Wal2JsonDecoder(encoding);
            case TEST_DECODING -> new TestDecodingDecoder(encoding);
        };
    }
}
