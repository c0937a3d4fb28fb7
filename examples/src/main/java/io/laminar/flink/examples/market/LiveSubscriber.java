// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber of the live candles as a page is one, which only counts.
 *
 * <p>It connects once: the replay buffer gives it the candles from before, and after a second
 * connection it would count them again. Threads: {@link #messages} from any, the rest from one.
 */
final class LiveSubscriber implements WebSocket.Listener {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final AtomicLong messages = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable WebSocket connection;

    LiveSubscriber(URI address) {
        this.address = address;
    }

    /** Connects if it never has; if the server does not run yet, the next call tries again. */
    void connectOnce() throws InterruptedException {
        if (connection == null) {
            try {
                connection = client.newWebSocketBuilder().buildAsync(address, this).get();
            } catch (ExecutionException serverIsNotThereYet) {
                // The job's tasks start after the job; the count stays 0 if they never do.
                connection = null;
            }
        }
    }

    /** Whether the server of the live candles has been seen at work. */
    boolean hasConnected() {
        return connection != null;
    }

    long messages() {
        return messages.get();
    }

    /** Waits until the server has closed the connection: then every message has been counted. */
    void awaitEnd(Duration timeout) throws InterruptedException {
        if (connection != null && !end.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            connection.abort();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (last) {
            messages.incrementAndGet();
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end.countDown();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end.countDown();
    }
}
