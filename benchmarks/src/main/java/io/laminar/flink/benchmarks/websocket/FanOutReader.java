// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with many clients of one server, which counts what they get and does no more. Every
 * client gets the same messages; what it tells, by and by, is how many the slowest has, and how
 * many all have together.
 *
 * <p>Arguments: port, clients, and how many messages more to a client are worth telling. Then it
 * takes {@code measure}: measure latencies from here on; and {@code await N}: end once all clients
 * have that many messages, and tell the latencies.
 */
final class FanOutReader {

    static final String CONNECTED = "connected";
    static final String MEASURE = "measure";
    static final String AWAIT = "await ";

    private static final long PAUSE_NANOS = 50_000;
    private static final int READ_BYTES = 256 * 1024;

    private final Selector selector;
    private final long[] bytes;
    private final long step;
    private final long stepBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);

    private int slowest;
    private long allBytes;
    private long told;
    private long allBytesTold;
    private Latencies latencies = new Latencies();
    private boolean isMeasuring;
    private volatile boolean mustMeasure;
    private volatile long end = Long.MAX_VALUE;

    private FanOutReader(Selector selector, int clients, long step) {
        this.selector = selector;
        this.bytes = new long[clients];
        this.step = step;
        this.stepBytes = step * clients * BenchMessages.FRAME_BYTES;
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        try (Selector selector = Selector.open()) {
            FanOutReader reader =
                    new FanOutReader(
                            selector, Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
            reader.connect(port);
            ChildProcess.listen(reader::obey);
            ChildProcess.tell(CONNECTED);
            reader.run();
        }
    }

    private void connect(int port) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int client = 0; client < bytes.length; client++) {
            SocketChannel channel = SocketChannel.open(server);
            Handshakes.connect(channel);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, client);
        }
    }

    private void obey(String command) {
        if (command.equals(MEASURE)) {
            mustMeasure = true;
        } else {
            end = Long.parseLong(command.substring(AWAIT.length()));
        }
        selector.wakeup();
    }

    private void run() throws IOException {
        while (messages() < end) {
            // A server is not made to wake it up for each socket.
            if (selector.selectNow(this::read) == 0) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
            if (mustMeasure) {
                mustMeasure = false;
                isMeasuring = true;
                latencies = new Latencies();
            }
            long messages = messages();
            if (messages >= told + step || allBytes >= allBytesTold + stepBytes) {
                told = messages;
                allBytesTold = allBytes;
                ChildProcess.tell(messages + " " + allBytes / BenchMessages.FRAME_BYTES);
            }
        }
        ChildProcess.tell(latencies.toString());
    }

    /** What the slowest client has. The search is short as long as that one does not move. */
    private long messages() {
        if (bytes[slowest] / BenchMessages.FRAME_BYTES > told) {
            for (int client = 0; client < bytes.length; client++) {
                if (bytes[client] < bytes[slowest]) {
                    slowest = client;
                }
            }
        }
        return bytes[slowest] / BenchMessages.FRAME_BYTES;
    }

    private void read(SelectionKey key) {
        int client = (Integer) key.attachment();
        buffer.clear();
        try {
            int count = ((SocketChannel) key.channel()).read(buffer);
            if (count < 0) {
                throw new EOFException("The server closed the connection of client " + client);
            }
            if (isMeasuring) {
                measure((int) (bytes[client] % BenchMessages.FRAME_BYTES), count);
            }
            bytes[client] += count;
            allBytes += count;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The few frames whose number is cut in two are left out. */
    private void measure(int begun, int count) {
        long now = System.nanoTime();
        for (int frame = -begun;
                frame + BenchMessages.FRAME_BYTES <= count;
                frame += BenchMessages.FRAME_BYTES) {
            int position = frame + BenchMessages.NUMBER_OFFSET;
            if (position >= 0) {
                latencies.add(now - number(position));
            }
        }
    }

    private long number(int position) {
        long number = 0;
        for (int i = 0; i < BenchMessages.NUMBER_DIGITS; i++) {
            number = number * 10 + (buffer.get(position + i) - '0');
        }
        return number - BenchMessages.FIRST_NUMBER;
    }
}
