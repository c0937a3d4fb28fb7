// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ClosedSelectorException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/**
 * The peer: {@code broadcast} of Java-WebSocket. As binary messages, which spares it encoding text;
 * it frames a message once for all clients, too.
 */
final class JavaWebSocketFanOut implements FanOut {

    private static final int STOP_MILLIS = 5_000;

    private final Server server = new Server();

    JavaWebSocketFanOut() throws InterruptedException {
        server.setReuseAddr(true);
        server.setConnectionLostTimeout(0);
        server.start();
        server.started.await();
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void publish(byte[] message) {
        server.broadcast(message);
    }

    /** It waits for nothing. */
    @Override
    public void flush() {}

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            server.stop(STOP_MILLIS);
        } catch (ClosedSelectorException stoppedAlready) {
            // It wakes up its selector after that has closed itself, if many clients left before.
        }
        // It forgets to close the sockets of clients that left at the same time.
        for (Channel channel : server.channels) {
            channel.close();
        }
    }

    private static final class Server extends WebSocketServer {

        private final CountDownLatch started = new CountDownLatch(1);
        private final Queue<Channel> channels = new ConcurrentLinkedQueue<>();

        Server() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public void onOpen(WebSocket client, ClientHandshake handshake) {
            channels.add(((WebSocketImpl) client).getChannel());
        }

        @Override
        public void onClose(WebSocket client, int code, String reason, boolean remote) {}

        @Override
        public void onMessage(WebSocket client, String message) {}

        @Override
        public void onError(@Nullable WebSocket client, Exception e) {
            System.Logger log = System.getLogger(JavaWebSocketFanOut.class.getName());
            log.log(System.Logger.Level.WARNING, "Java-WebSocket failed", e);
        }
    }
}
