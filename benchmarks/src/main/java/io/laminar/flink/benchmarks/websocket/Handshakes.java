// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The HTTP part of a connection, on bare sockets. */
final class Handshakes {

    private static final String END = "\r\n\r\n";
    private static final int MAX_BYTES = 16 * 1024;

    private Handshakes() {}

    /** Asks a server for a WebSocket, and returns once it has agreed. */
    static void connect(SocketChannel server) throws IOException {
        server.write(
                US_ASCII.encode(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                                + END));
        String answer = readHead(server);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("Expected status 101 but was: " + answer);
        }
    }

    /** Everything up to the empty line, after which the other end waits. */
    static String readHead(SocketChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(MAX_BYTES);
        String text = "";
        while (!text.endsWith(END)) {
            if (channel.read(head) < 0) {
                throw new EOFException("The connection ended within the handshake: " + text);
            }
            text = US_ASCII.decode(head.duplicate().flip()).toString();
        }
        return text;
    }
}
