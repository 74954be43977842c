package org.pgturso.servers;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 request or response with a {@code Content-Length}, as it came over the wire. */
final class HttpMessage {
    private final byte[] head;
    private final byte[] body;

    private HttpMessage(byte[] head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    static HttpMessage read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            if (next == '\n') {
                text = head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return new HttpMessage(head.toByteArray(), in.readNBytes(contentLength(text)));
    }

    byte[] head() {
        return head;
    }

    byte[] body() {
        return body;
    }

    boolean contains(String text) {
        return new String(body, StandardCharsets.UTF_8).contains(text);
    }

    private static int contentLength(String head) {
        String name = "\r\ncontent-length:";
        int start = head.toLowerCase(Locale.ROOT).indexOf(name);
        if (start < 0) {
            return 0;
        }
        int end = head.indexOf("\r\n", start + 2);
        return Integer.parseInt(head.substring(start + name.length(), end).strip());
    }
}
