// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the task to the network thread.
 *
 * <p>Bounded: the task waits while 1 MiB of messages (each counted as 1 KiB at least) has not been
 * taken. The network thread never waits for a client, so this is a matter of its speed only.
 *
 * <p>Threads: the task's, unless a method says otherwise.
 */
final class Outbox {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MIN_MESSAGE_BYTES = 1 << 10;

    /** Then sockets are flushed and looked after before it goes on. */
    private static final int BATCH_MESSAGES = 256;

    /**
     * Of payload, but for a single message: a batch must fit into what a client may have waiting.
     */
    private static final int BATCH_BYTES = 64 << 10;

    private final EventLoop loop;
    private final MailboxExecutor mailbox;
    private final Queue<Outbound> messages = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(MAX_BYTES);
    private final AtomicBoolean isDrainScheduled = new AtomicBoolean();
    private volatile @Nullable Throwable failure;
    private @Nullable Audience audience;

    /**
     * Nothing is under way yet.
     *
     * @param mailbox of the task, which has to hear of a failure also when it puts nothing
     */
    Outbox(EventLoop loop, MailboxExecutor mailbox) {
        this.loop = loop;
        this.mailbox = mailbox;
    }

    /** To be called before anything is put. */
    void publishTo(Audience clients) {
        audience = clients;
    }

    /**
     * Hands a message over.
     *
     * @throws IOException if the network thread has failed or is closed
     */
    void put(OutboundMessage message) throws IOException, InterruptedException {
        do {
            checkAlive();
        } while (!room.tryAcquire(cost(message), 1, TimeUnit.SECONDS));
        messages.add(message);
        scheduleDrain();
    }

    /** Runs on the network thread after all messages put before, and before all put later. */
    void put(Signal signal) {
        messages.add(signal);
        scheduleDrain();
    }

    /** Runs on the network thread after all messages put before, and waits for the result. */
    <T> T callAfterAll(Supplier<T> query, long timeoutMillis)
            throws IOException, InterruptedException {
        checkAlive();
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(
                () -> {
                    Throwable before = failure;
                    if (before != null) {
                        // Of a batch that is not in the queue any more.
                        result.completeExceptionally(before);
                        return;
                    }
                    try {
                        while (!messages.isEmpty()) {
                            publishBatch();
                        }
                        result.complete(query.get());
                    } catch (RuntimeException | Error e) {
                        failure = e;
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Fails the task. Called on the network thread. */
    void fail(Throwable cause) {
        failure = cause;
        try {
            mailbox.execute(this::checkAlive, "Fail for the network thread of a WebSocket sink");
        } catch (RejectedExecutionException e) {
            // The task ends by itself.
        }
    }

    private void checkAlive() throws IOException {
        if (failure != null || loop.isClosing()) {
            throw failed(failure);
        }
    }

    private static IOException failed(@Nullable Throwable cause) {
        return new IOException(
                cause instanceof SinkFailureException
                        ? cause.getMessage()
                        : "The network thread of the WebSocket sink has failed.",
                cause);
    }

    private static int cost(OutboundMessage message) {
        return (int) Math.max(MIN_MESSAGE_BYTES, Math.min(MAX_BYTES, message.bytes()));
    }

    private void scheduleDrain() {
        if (isDrainScheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        // Before the look at the queue: what comes later schedules the next drain itself.
        isDrainScheduled.set(false);
        try {
            publishBatch();
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        if (!messages.isEmpty()) {
            scheduleDrain();
        }
    }

    private void publishBatch() {
        List<OutboundMessage> batch = new ArrayList<>(BATCH_MESSAGES);
        int cost = 0;
        int bytes = 0;
        Outbound next = messages.peek();
        while (next instanceof OutboundMessage message
                && (batch.isEmpty() || fits(batch.size() + 1, bytes + message.payload().length))) {
            messages.remove();
            batch.add(message);
            cost += cost(message);
            bytes += message.payload().length;
            next = messages.peek();
        }
        room.release(cost);
        Objects.requireNonNull(audience).publish(batch);
        if (next instanceof Signal signal) {
            messages.remove();
            signal.action().run();
        }
    }

    private static boolean fits(int batchMessages, int batchBytes) {
        return batchMessages <= BATCH_MESSAGES && batchBytes <= BATCH_BYTES;
    }
}
