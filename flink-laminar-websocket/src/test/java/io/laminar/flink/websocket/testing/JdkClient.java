// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** A client on the JDK's own WebSocket, which reads all the time, or only when it is told to. */
public final class JdkClient implements AutoCloseable {

    private final Inbox inbox;
    private final WebSocket socket;

    private JdkClient(Inbox inbox, WebSocket socket) {
        this.inbox = inbox;
        this.socket = socket;
    }

    /** One that reads all the time. */
    public static JdkClient connect(int port) throws Exception {
        return connect(port, new Inbox(/* readsAtOnce= */ true));
    }

    /** One that reads all the time, as soon as a server is up. */
    public static JdkClient await(int port) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> connect(port), client -> true);
    }

    /** One that reads nothing before {@link #startReading}. */
    public static JdkClient connectWithoutReading(int port) throws Exception {
        return connect(port, new Inbox(/* readsAtOnce= */ false));
    }

    /** One that reads all the time, with TLS if the address is {@code wss://}. */
    public static JdkClient connect(URI address, SSLContext tls) throws Exception {
        return connect(
                HttpClient.newBuilder().sslContext(tls).build(),
                address,
                new Inbox(/* readsAtOnce= */ true));
    }

    private static JdkClient connect(int port, Inbox inbox) throws Exception {
        return connect(
                HttpClient.newHttpClient(), URI.create("ws://127.0.0.1:" + port + "/"), inbox);
    }

    private static JdkClient connect(HttpClient client, URI address, Inbox inbox) throws Exception {
        WebSocket socket =
                client.newWebSocketBuilder().buildAsync(address, inbox).get(10, TimeUnit.SECONDS);
        return new JdkClient(inbox, socket);
    }

    public void startReading() {
        socket.request(Long.MAX_VALUE);
    }

    /** The next whole text message. */
    public String next() throws InterruptedException {
        String message = inbox.messages.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("No message came.");
        }
        return message;
    }

    /** The next messages. */
    public List<String> next(int count) throws InterruptedException {
        List<String> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.add(next());
        }
        return messages;
    }

    /** How many messages wait for {@link #next()}. */
    public int received() {
        return inbox.messages.size();
    }

    public boolean hasMessages() {
        return !inbox.messages.isEmpty();
    }

    /** Status of the server's close frame, once it came. */
    public CompletableFuture<Integer> closeStatus() {
        return inbox.closeStatus;
    }

    public void send(String text) throws Exception {
        socket.sendText(text, /* last= */ true).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Inbox implements WebSocket.Listener {

        private final boolean readsAtOnce;
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closeStatus = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        Inbox(boolean readsAtOnce) {
            this.readsAtOnce = readsAtOnce;
        }

        @Override
        public void onOpen(WebSocket socket) {
            if (readsAtOnce) {
                socket.request(Long.MAX_VALUE);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closeStatus.complete(status);
            return CompletableFuture.completedStage(null);
        }
    }
}
