// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that feeds one client at a time with ready frames, half a megabyte a write, for as long
 * as the client takes them. It prints its port, and ends with its standard input.
 */
final class Feeder {

    private static final int FRAMES_A_WRITE = 2500;

    /** RFC 6455, section 1.3. */
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final Pattern KEY =
            Pattern.compile(
                    "^sec-websocket-key: *(\\S+)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private Feeder() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        ChildProcess.endWithStandardInput();
        ByteBuffer frames = BenchMessages.frames(FRAMES_A_WRITE);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ChildProcess.tell(String.valueOf(server.socket().getLocalPort()));
            while (true) {
                try (SocketChannel client = server.accept()) {
                    feed(client, frames);
                }
            }
        }
    }

    private static void feed(SocketChannel client, ByteBuffer frames)
            throws NoSuchAlgorithmException {
        try {
            client.write(US_ASCII.encode(answer(Handshakes.readHead(client))));
            while (true) {
                ByteBuffer chunk = frames.duplicate();
                while (chunk.hasRemaining()) {
                    client.write(chunk);
                }
            }
        } catch (IOException clientIsGone) {
            // As every client is in the end; the next one may come.
        }
    }

    private static String answer(String request) throws IOException, NoSuchAlgorithmException {
        Matcher key = KEY.matcher(request);
        if (!key.find()) {
            throw new IOException("This is no WebSocket handshake: " + request);
        }
        byte[] digest =
                MessageDigest.getInstance("SHA-1")
                        .digest((key.group(1) + ACCEPT_SUFFIX).getBytes(US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest)
                + "\r\n\r\n";
    }
}
