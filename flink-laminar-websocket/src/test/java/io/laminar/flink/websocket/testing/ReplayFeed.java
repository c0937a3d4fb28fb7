// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server of numbered records {@code {"n":1}}, {@code {"n":2}}, …, as fast as they are read. A
 * client says as its first message after which number it wants to go on.
 */
public final class ReplayFeed implements AutoCloseable {

    private final RawServer server;
    private final Queue<RawConnection> connections = new ConcurrentLinkedQueue<>();
    private final AtomicLong cuts = new AtomicLong();

    /** Of the records that a client has been sent, or is about to be. */
    private long newest;

    private boolean hasEnded;

    private ReplayFeed(long recordsUpToACut, int maxCuts) throws IOException {
        this.server = RawServer.start();
        this.cuts.set(maxCuts);
        start("replay-accept", () -> accept(recordsUpToACut));
    }

    /**
     * Starts one that breaks connections.
     *
     * @param recordsUpToACut after so many on a connection it is broken without a word
     * @param maxCuts no more than these
     */
    public static ReplayFeed start(long recordsUpToACut, int maxCuts) throws IOException {
        return new ReplayFeed(recordsUpToACut, maxCuts);
    }

    public String url() {
        return server.url();
    }

    public long cutsLeft() {
        return cuts.get();
    }

    /** Adds no record to those that a client has been sent, and returns their number. */
    public synchronized long end() {
        hasEnded = true;
        return newest;
    }

    /** Whether there is a record behind this one; adds it if need be, before the end. */
    private synchronized boolean hasNext(long number) {
        if (number == newest && !hasEnded) {
            newest++;
        }
        return number < newest;
    }

    private void accept(long recordsUpToACut) {
        while (true) {
            try {
                RawConnection connection = server.accept();
                connections.add(connection);
                start("replay-send", () -> send(connection, recordsUpToACut));
            } catch (SocketTimeoutException e) {
                // Nobody came for a while.
            } catch (IOException e) {
                return;
            }
        }
    }

    private void send(RawConnection connection, long recordsUpToACut) {
        try (connection) {
            long number = Long.parseLong(connection.readFrame(RawConnection.TEXT).text());
            long sent = 0;
            while (true) {
                if (hasNext(number)) {
                    number++;
                    connection.sendText("{\"n\":" + number + "}");
                    sent++;
                } else {
                    // Holds the line until the client goes.
                    connection.readFrame();
                }
                if (sent == recordsUpToACut
                        && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client is gone, and will say itself where to go on.
        }
    }

    private static void start(String name, Runnable run) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (RawConnection connection : connections) {
            try {
                connection.close();
            } catch (SocketException e) {
                // It was closed before.
            }
        }
    }
}
