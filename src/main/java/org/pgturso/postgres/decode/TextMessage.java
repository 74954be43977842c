package org.pgturso.postgres.decode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What the messages of wal2json and test_decoding have in common: they are text. */
final class TextMessage {
    private TextMessage() {}

    /** Whether the message starts so; needs no decoding, which a logical message's content may not survive. */
    static boolean startsWith(ByteBuffer message, String ascii) {
        byte[] prefix = ascii.getBytes(StandardCharsets.US_ASCII);
        return message.remaining() >= prefix.length
                && message.slice(message.position(), prefix.length).equals(ByteBuffer.wrap(prefix));
    }

    static String decode(ByteBuffer message, Charset encoding, Plugin plugin) {
        try {
            return encoding.newDecoder().decode(message.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw new Violation(plugin, "an unknown offset", "unknown", null)
                    .because("it is not text in " + encoding.name(), e);
        }
    }
}
