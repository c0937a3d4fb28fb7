// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One end of a WebSocket connection, byte by byte, so that a test decides on every frame: also on
 * those that no library would send. It answers nothing by itself.
 */
public final class RawConnection implements AutoCloseable {

    public static final int TEXT = 0x81;
    public static final int BINARY = 0x82;
    public static final int TEXT_BEGIN = 0x01;
    public static final int CONTINUATION = 0x00;
    public static final int CONTINUATION_END = 0x80;
    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8A;

    private final Socket socket;
    private final DataInputStream in;
    private final boolean masks;
    private List<String> requestHead = List.of();

    private RawConnection(Socket socket, boolean masks) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.masks = masks;
    }

    /** A frame as it was read, unmasked. */
    @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
    public record Frame(int firstByte, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close frame. */
        public int closeStatus() {
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    /** The server's end, handshake done. */
    static RawConnection accepted(Socket socket, String... headers) throws IOException {
        RawConnection connection = new RawConnection(socket, /* masks= */ false);
        connection.requestHead = connection.readHead();
        String key =
                connection.requestHead.stream()
                        .filter(
                                line ->
                                        line.toLowerCase(Locale.ROOT)
                                                .startsWith("sec-websocket-key"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseThrow(() -> new IOException("Not a WebSocket handshake"));
        connection.write(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                        + acceptKey(key)
                        + lines(headers)
                        + "\r\n\r\n");
        return connection;
    }

    /** The opening request of the client that was accepted, line by line. */
    public List<String> requestHead() {
        return requestHead;
    }

    private static String lines(String... headers) {
        return Stream.of(headers).map(header -> "\r\n" + header).collect(Collectors.joining());
    }

    /** A plain HTTP answer. */
    public record Answer(String status, List<String> headers, String body) {}

    /** Asks for the upgrade with further header lines. */
    public Answer upgrade(String path, String... headers) throws IOException {
        write(
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                        + lines(headers)
                        + "\r\n\r\n");
        List<String> head = readHead();
        boolean open = head.get(0).contains(" 101 ");
        String body = open ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(head.get(0), head.subList(1, head.size()), body);
    }

    /** The client's end, before the handshake. */
    public static RawConnection open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return new RawConnection(socket, /* masks= */ true);
    }

    /** The client's end, after the handshake. */
    public static RawConnection connect(int port) throws IOException {
        RawConnection connection = open(port);
        String status = connection.requestUpgrade();
        if (!status.contains(" 101 ")) {
            throw new IOException("Expected 101 but was " + status);
        }
        return connection;
    }

    /** Asks for the upgrade and returns the status line of the answer. */
    public String requestUpgrade() throws IOException {
        return request(
                "GET /any HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    /** Sends any request and returns the status line of the answer. */
    public String request(String request) throws IOException {
        write(request);
        return readHead().get(0);
    }

    public void sendText(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** All in one write. */
    public void sendTexts(List<String> texts) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String text : texts) {
            frames.write(frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
        }
        socket.getOutputStream().write(frames.toByteArray());
    }

    public void send(int firstByte, byte[] payload) throws IOException {
        socket.getOutputStream().write(frame(firstByte, payload));
    }

    /** A flood of some thousand pings, as long as they may be. */
    public void sendPings(int times) throws IOException {
        ByteArrayOutputStream thousand = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            thousand.write(frame(PING, new byte[125]));
        }
        for (int i = 0; i < times; i += 1_000) {
            socket.getOutputStream().write(thousand.toByteArray());
        }
    }

    private byte[] frame(int firstByte, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        int maskBit = masks ? 0x80 : 0;
        frame.put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) (maskBit | payload.length));
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) (maskBit | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (maskBit | 127)).putLong(payload.length);
        }
        if (masks) {
            // A mask of zeros is a mask, and leaves the payload as it is.
            frame.putInt(0);
        }
        frame.put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** The next frame of any kind. */
    public Frame readFrame() throws IOException {
        int firstByte = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] mask = new byte[4];
        if ((second & 0x80) != 0) {
            in.readFully(mask);
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new Frame(firstByte, payload);
    }

    /** The next frame of this kind; others are skipped. */
    public Frame readFrame(int firstByte) throws IOException {
        Frame frame = readFrame();
        while (frame.firstByte() != firstByte) {
            frame = readFrame();
        }
        return frame;
    }

    public Socket socket() {
        return socket;
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<String> readHead() throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        while (true) {
            char character = (char) in.readUnsignedByte();
            if (character == '\n') {
                if (line.isEmpty()) {
                    return lines;
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (character != '\r') {
                line.append(character);
            }
        }
    }

    private static String acceptKey(String key) throws IOException {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest(
                                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                            .getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
