// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A WebSocket server that keeps what it is sent, may answer it, and can be killed. */
public final class CollectingServer implements AutoCloseable {

    private final List<byte[]> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger closeStatus = new AtomicInteger();
    private volatile Function<String, @Nullable String> answers = message -> null;
    private volatile boolean closesAtOnce;
    private RawServer listener;
    private Thread acceptor;

    private CollectingServer(RawServer listener) {
        this.listener = listener;
        this.acceptor = accept(listener);
    }

    public static CollectingServer start() throws IOException {
        return new CollectingServer(RawServer.start());
    }

    /** Null for no answer. */
    public CollectingServer answering(Function<String, @Nullable String> answerOfMessage) {
        answers = answerOfMessage;
        return this;
    }

    /** Hangs up after each handshake. */
    public CollectingServer closingAtOnce() {
        closesAtOnce = true;
        return this;
    }

    public String url() {
        return listener.url();
    }

    public List<String> messages() {
        return messages.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
    }

    public List<byte[]> bytes() {
        return List.copyOf(messages);
    }

    /** That were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Of the last close frame that a client sent; 0 for none. */
    public int closeStatus() {
        return closeStatus.get();
    }

    /**
     * Resets every connection, and goes on listening. Nothing more of these is kept once it
     * returns.
     */
    public void cut() throws IOException {
        List<Socket> open;
        synchronized (sockets) {
            open = List.copyOf(sockets);
            sockets.clear();
        }
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                // Its own thread has closed it meanwhile.
                continue;
            }
            socket.close();
        }
    }

    /** Stops listening and resets every connection. */
    public void kill() throws IOException {
        listener.close();
        Awaitility.await().until(() -> !acceptor.isAlive());
        cut();
    }

    /** Listens again where it did before it was killed. */
    public void restart() {
        int port = listener.port();
        // A closed listener is gone once the thread that accepted on it has noticed.
        listener =
                Awaitility.await()
                        .ignoreExceptionsInstanceOf(BindException.class)
                        .until(() -> RawServer.start(port), Objects::nonNull);
        acceptor = accept(listener);
    }

    private Thread accept(RawServer server) {
        return daemon(
                () -> {
                    while (true) {
                        Socket socket;
                        try {
                            socket = server.acceptSocket();
                        } catch (SocketTimeoutException e) {
                            // No client for a while.
                            continue;
                        }
                        socket.setSoTimeout(0);
                        synchronized (sockets) {
                            sockets.add(socket);
                        }
                        connections.incrementAndGet();
                        daemon(() -> serve(socket));
                    }
                });
    }

    private void serve(Socket socket) throws IOException {
        RawConnection connection = RawConnection.accepted(socket);
        while (!closesAtOnce) {
            RawConnection.Frame frame = connection.readFrame();
            switch (frame.firstByte()) {
                case RawConnection.TEXT, RawConnection.BINARY -> {
                    synchronized (sockets) {
                        if (!sockets.contains(socket)) {
                            // Cut off: this must not come after what a later one brings.
                            return;
                        }
                        messages.add(frame.payload());
                    }
                    String answer = answers.apply(frame.text());
                    if (answer != null) {
                        connection.sendText(answer);
                    }
                }
                case RawConnection.PING -> connection.send(RawConnection.PONG, frame.payload());
                case RawConnection.CLOSE -> {
                    closeStatus.set(frame.closeStatus());
                    connection.send(RawConnection.CLOSE, frame.payload());
                    connection.close();
                    return;
                }
                default -> {}
            }
        }
        connection.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread daemon(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException | UncheckedIOException e) {
                                // Killed, or left by the client: what tests do on purpose.
                                return;
                            }
                        },
                        "collecting-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
