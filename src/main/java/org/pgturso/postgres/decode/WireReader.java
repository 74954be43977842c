package org.pgturso.postgres.decode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.RelationName;
import org.pgturso.error.PgTursoException;

/**
 * Reads one message of the logical replication protocol and knows what it is about, for errors. Integers are
 * big-endian; text is UTF-8.
 */
final class WireReader {
    private final ByteBuffer message;
    private final int start;
    private String kind = "unknown";
    private @Nullable RelationName relation;

    WireReader(ByteBuffer message) {
        this.message = message;
        this.start = message.position();
    }

    /** Names the kind of the message. */
    void is(String kind) {
        this.kind = kind;
    }

    /** Names the relation that the message is about. */
    void about(RelationName relation) {
        this.relation = relation;
    }

    byte int8() {
        try {
            return message.get();
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    /** An unsigned count. */
    int int16() {
        try {
            return Short.toUnsignedInt(message.getShort());
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    int int32() {
        try {
            return message.getInt();
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    long int64() {
        try {
            return message.getLong();
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    /** Text without its length, ended by a zero byte. */
    String cString() {
        int end = message.position();
        while (end < message.limit() && message.get(end) != 0) {
            end++;
        }
        if (end == message.limit()) {
            throw violation("it ends inside a name");
        }
        String text = utf8(end - message.position());
        message.get();
        return text;
    }

    /** Text after its length. */
    String text() {
        return utf8(length());
    }

    /** Skips bytes after their length. */
    void skipBytes() {
        int length = length();
        message.position(message.position() + length);
    }

    void expect(byte expected) {
        byte actual = int8();
        if (actual != expected) {
            throw unexpected(actual);
        }
    }

    /** Says that the message must be over. */
    void end() {
        if (message.hasRemaining()) {
            throw violation(message.remaining() + " bytes too many");
        }
    }

    /** The error for a byte just read. */
    PgTursoException unexpected(byte actual) {
        message.position(message.position() - 1);
        return violation(String.format("unexpected byte 0x%02X", actual));
    }

    PgTursoException violation(String what) {
        return here().because(what);
    }

    private PgTursoException truncated(BufferUnderflowException e) {
        return here().because("it ends too early", e);
    }

    private Violation here() {
        return new Violation(Plugin.PGOUTPUT, "offset " + (message.position() - start), kind, relation);
    }

    private int length() {
        int length = int32();
        if (length < 0 || length > message.remaining()) {
            throw violation("a length of " + length + " where " + message.remaining() + " bytes follow");
        }
        return length;
    }

    private String utf8(int length) {
        String text =
                new String(message.array(), message.arrayOffset() + message.position(), length, StandardCharsets.UTF_8);
        message.position(message.position() + length);
        return text;
    }
}
