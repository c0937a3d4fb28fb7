// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.suite;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that keeps what it sends, as {@code {"n":1,"word":"…"}}. A client says as its first
 * message after which number it wants to go on.
 */
final class StoredFeed implements AutoCloseable {

    private final RawServer server;
    private final List<String> words = new ArrayList<>();
    private boolean isClosed;

    private StoredFeed(RawServer server) {
        this.server = server;
    }

    static StoredFeed start() throws IOException {
        StoredFeed feed = new StoredFeed(RawServer.start());
        run(feed::accept);
        return feed;
    }

    String url() {
        return server.url();
    }

    synchronized void add(List<String> more) {
        words.addAll(more);
        notifyAll();
    }

    private void accept() {
        while (true) {
            try {
                RawConnection connection = server.accept();
                run(() -> send(connection));
            } catch (SocketTimeoutException e) {
                // Nobody came for a while.
            } catch (IOException e) {
                return;
            }
        }
    }

    private void send(RawConnection connection) {
        try (connection) {
            int number = Integer.parseInt(connection.readFrame(RawConnection.TEXT).text());
            for (String word = next(number); word != null; word = next(number)) {
                number++;
                connection.sendText("{\"n\":" + number + ",\"word\":\"" + word + "\"}");
            }
        } catch (IOException e) {
            // The client is gone, and will say itself where to go on.
        }
    }

    /** Waits for it; null once closed. */
    private synchronized @Nullable String next(int number) {
        try {
            while (words.size() <= number && !isClosed) {
                wait();
            }
        } catch (InterruptedException e) {
            return null;
        }
        return isClosed ? null : words.get(number);
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "stored-feed");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
    }
}
