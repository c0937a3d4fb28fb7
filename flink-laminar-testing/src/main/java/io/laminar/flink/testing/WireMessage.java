// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of PostgreSQL's protocol after start-up: a type, a length that counts itself, a body
 * (PostgreSQL documentation, Message Formats).
 */
final class WireMessage {

    private static final int HEADER_BYTES = 5;
    private static final int MAX_BYTES = 1 << 28;

    private final byte type;
    private final byte[] body;

    private WireMessage(byte type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    byte type() {
        return type;
    }

    static WireMessage read(InputStream in) throws IOException {
        int type = in.read();
        if (type < 0) {
            throw new EOFException();
        }
        return new WireMessage((byte) type, readBody(in));
    }

    /** The rest of a message whose type is known, or that has none. */
    static byte[] readBody(InputStream in) throws IOException {
        int length = new DataInputStream(in).readInt();
        if (length < Integer.BYTES || length > MAX_BYTES) {
            throw new IOException("Not a PostgreSQL message: length " + length);
        }
        byte[] body = in.readNBytes(length - Integer.BYTES);
        if (body.length < length - Integer.BYTES) {
            throw new EOFException();
        }
        return body;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + body.length)
                .put(type)
                .putInt(Integer.BYTES + body.length)
                .put(body)
                .array();
    }

    void write(OutputStream out) throws IOException {
        out.write(bytes());
    }

    /** The n-th of the zero-terminated strings that the body begins with, from 0. */
    String text(int index) {
        int start = 0;
        for (int skipped = 0; skipped < index; skipped++) {
            start = end(start) + 1;
        }
        return new String(body, start, end(start) - start, StandardCharsets.UTF_8);
    }

    private int end(int start) {
        int end = start;
        while (body[end] != 0) {
            end++;
        }
        return end;
    }
}
