// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.feed;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client that keeps each text message that it gets, as a browser's page would show it,
 * and sends some.
 */
public final class Subscriber implements AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    private Subscriber(URI address, Map<String, String> headers) throws Exception {
        WebSocket.Builder builder =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(10));
        headers.forEach(builder::header);
        this.socket = builder.buildAsync(address, new Collector()).get(20, TimeUnit.SECONDS);
    }

    public static Subscriber connect(int port) throws Exception {
        return connect(port, Map.of());
    }

    /** With headers of its own in the handshake. */
    public static Subscriber connect(int port, Map<String, String> headers) throws Exception {
        return new Subscriber(URI.create("ws://127.0.0.1:" + port + "/"), headers);
    }

    /** Waits until the server is there: those of a job come up after it runs. */
    public static Subscriber awaitServer(int port) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> connect(port), subscriber -> true);
    }

    public void send(String text) throws Exception {
        socket.sendText(text, /* last= */ true).get(20, TimeUnit.SECONDS);
    }

    /** All so far, in their order. */
    public List<String> messages() {
        return messages;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Collector implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
