// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One server and a process with its clients.
 *
 * <p>Never more than a window of messages is under way: the readers tell what the slowest of them
 * has, and the publisher waits for it. So no server can run out of memory, or into what it does
 * with slow clients, and every message must arrive at every client.
 *
 * <p>Threads: one calls all methods; one of its own listens to the readers.
 */
final class FanOutRun implements AutoCloseable {

    /** Messages under way to a client, if they are few clients. */
    private static final int MAX_WINDOW = 4096;

    private static final int MIN_WINDOW = 256;

    /** Messages under way to all of them. */
    private static final int WINDOW_DELIVERIES = 1_000_000;

    /** The readers tell when they have this part of the window. */
    private static final int REPORTS_A_WINDOW = 16;

    private static final long PARK_NANOS = 100_000;
    private static final long ARRIVAL_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int DIFFERENT_MESSAGES = 1024;

    private final FanOut server;
    private final int window;
    private final ChildProcess readers;
    private final byte[][] messages = new byte[DIFFERENT_MESSAGES][];
    private final Thread publisher = Thread.currentThread();
    private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

    private long published;
    private volatile long received;
    private volatile long deliveries;

    private FanOutRun(FanOut server, int window, ChildProcess readers) {
        this.server = server;
        this.window = window;
        this.readers = readers;
        for (int i = 0; i < DIFFERENT_MESSAGES; i++) {
            messages[i] = BenchMessages.message(i);
        }
    }

    /** Starts a server and connects the clients. */
    static FanOutRun start(SinkVariant variant, int clients)
            throws IOException, InterruptedException {
        int window =
                Math.max(
                        MIN_WINDOW, Math.min(MAX_WINDOW, WINDOW_DELIVERIES / Math.max(1, clients)));
        FanOut server = variant.start();
        try {
            ChildProcess readers =
                    ChildProcess.start(
                            FanOutReader.class,
                            List.of(
                                    String.valueOf(server.port()),
                                    String.valueOf(clients),
                                    String.valueOf(window / REPORTS_A_WINDOW)));
            FanOutRun run = new FanOutRun(server, window, readers);
            run.awaitClients();
            return run;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void awaitClients() throws IOException, InterruptedException {
        try {
            String line = readers.readLine();
            if (!line.equals(FanOutReader.CONNECTED)) {
                throw new IOException("The readers said: " + line);
            }
        } catch (IOException e) {
            readers.close();
            throw e;
        }
        Thread listener = new Thread(this::listen, "readers");
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        try {
            String line = readers.readLine();
            // Two numbers: the messages of the slowest, and of all. Three: the latencies, in the
            // end.
            int space = line.indexOf(' ');
            while (space == line.lastIndexOf(' ')) {
                received = Long.parseLong(line.substring(0, space));
                deliveries = Long.parseLong(line.substring(space + 1));
                LockSupport.unpark(publisher);
                line = readers.readLine();
                space = line.indexOf(' ');
            }
            outcome.set(Latencies.Summary.parse(line));
        } catch (IOException e) {
            outcome.set(e);
        }
        LockSupport.unpark(publisher);
    }

    /** Publishes for this long, as fast as it goes. */
    void publishFor(Duration duration) throws IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            if (isFull()) {
                server.flush();
                LockSupport.parkNanos(this, PARK_NANOS);
            } else {
                server.publish(messages[(int) (published++ % DIFFERENT_MESSAGES)]);
            }
        }
        server.flush();
        checkReaders();
    }

    /**
     * Publishes for this long at a rate, each message with the time at which it is written.
     *
     * @return how many a second it were, which is less where the server is too slow
     */
    private double publishFor(Duration duration, double messagesPerSecond)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long before = published;
        while (System.nanoTime() - start < duration.toNanos()) {
            long due = before + (long) ((System.nanoTime() - start) / 1e9 * messagesPerSecond);
            while (published < due && !isFull()) {
                published++;
                server.publish(BenchMessages.message(System.nanoTime()));
            }
            server.flush();
            LockSupport.parkNanos(this, PARK_NANOS);
        }
        checkReaders();
        return (published - before) * 1e9 / (System.nanoTime() - start);
    }

    private boolean isFull() {
        return published - received >= window;
    }

    /** Publishes as fast as it goes and says how fast that was. */
    Rate measure(Duration warmUp, Duration duration) throws IOException, InterruptedException {
        publishFor(warmUp);
        Rate.Meter meter = Rate.meter(deliveries);
        publishFor(duration);
        return meter.stop(deliveries);
    }

    /** How long messages were under way, while so many were published. */
    record LatencyRun(double messagesPerSecond, Latencies.Summary latencies) {

        /**
         * The run in the middle, by its 99th percentile; of an even number the better of the two.
         */
        static LatencyRun median(List<LatencyRun> runs) {
            return runs.stream()
                    .sorted(Comparator.comparingLong(run -> run.latencies().p99()))
                    .toList()
                    .get((runs.size() - 1) / 2);
        }
    }

    /** Publishes at a rate. */
    LatencyRun measureLatency(Duration warmUp, Duration duration, double messagesPerSecond)
            throws IOException, InterruptedException {
        // Measures from the start, so that this is compiled when it begins anew.
        readers.tellIt(FanOutReader.MEASURE);
        publishFor(warmUp, messagesPerSecond);
        readers.tellIt(FanOutReader.MEASURE);
        double reached = publishFor(duration, messagesPerSecond);
        return new LatencyRun(reached, finish());
    }

    /**
     * Waits until all clients have everything.
     *
     * @throws IOException if they don't get it
     */
    Latencies.Summary finish() throws IOException {
        readers.tellIt(FanOutReader.AWAIT + published);
        long deadline = System.nanoTime() + ARRIVAL_NANOS;
        while (outcome.get() == null && System.nanoTime() < deadline) {
            LockSupport.parkNanos(this, PARK_NANOS);
        }
        checkReaders();
        if (outcome.get() instanceof Latencies.Summary summary) {
            return summary;
        }
        throw new IOException(WebSocketBenchErrors.lostMessages(published, received));
    }

    private void checkReaders() throws IOException {
        if (outcome.get() instanceof IOException e) {
            throw e;
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            readers.close();
        } finally {
            server.close();
        }
    }
}
