// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Messages between the network thread and the task thread.
 *
 * <p>It does not refuse a message: the bytes are in memory already. Once it is full it turns
 * reading off and turns it on again when it is half empty, so that it holds at most its capacity
 * and what the sockets' buffers held at that moment.
 *
 * <p>The task is woken up once for many messages: it costs more than a message does.
 *
 * <p>Threads: {@link #add(InboundMessage)} and {@link #announce} on the network thread; {@link
 * #poll} and {@link #whenAvailable} on the task thread; the rest on any. No wake-up is lost: the
 * producer adds and then looks for a waiting future, the consumer leaves its future and then looks
 * for messages.
 */
final class HandOverQueue {

    /** Turns reading from all sockets on or off; called on either thread. */
    interface ReadSwitch {
        void setReading(boolean on);
    }

    /** Something to do between two messages. */
    interface Mark {
        void run() throws Exception;
    }

    /** While a large read is still being taken apart, the task may begin with this many. */
    private static final int ANNOUNCED_MESSAGES = 128;

    private final int maxMessages;
    private final long maxBytes;
    private final ReadSwitch readSwitch;

    /** Messages and marks. */
    private final Queue<Object> messages = new ConcurrentLinkedQueue<>();

    private final AtomicInteger messageCount = new AtomicInteger();
    private final AtomicLong byteCount = new AtomicLong();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicReference<@Nullable CompletableFuture<Void>> waiting =
            new AtomicReference<>();

    /** On the network thread. */
    private int unannounced;

    HandOverQueue(int maxMessages, long maxBytes, ReadSwitch readSwitch) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.readSwitch = readSwitch;
    }

    /**
     * Takes a message, and tells the task of it by and by, with {@link #announce} at the latest.
     */
    void add(InboundMessage message) {
        messages.add(message);
        int count = messageCount.incrementAndGet();
        long bytes = byteCount.addAndGet(message.payload().length);
        if ((count >= maxMessages || bytes >= maxBytes) && paused.compareAndSet(false, true)) {
            readSwitch.setReading(false);
            // The task may have emptied the queue just before, and would not look again.
            resumeIfDrained();
        }
        unannounced++;
        if (unannounced >= ANNOUNCED_MESSAGES) {
            announce();
        }
    }

    /** No further message comes for the moment: the task must hear of those that have come. */
    void announce() {
        if (unannounced > 0) {
            unannounced = 0;
            wakeUp();
        }
    }

    /** Makes {@link #poll} run this on the task thread once the messages before it are taken. */
    void add(Mark mark) {
        messages.add(mark);
        wakeUp();
    }

    /** Makes {@link #poll} throw this once the messages before it are taken. */
    void fail(Throwable cause) {
        add(
                () -> {
                    throw cause instanceof Exception exception ? exception : new Exception(cause);
                });
    }

    /** The next message, or null if none waits. */
    @Nullable InboundMessage poll() throws Exception {
        Object next = messages.poll();
        while (next instanceof Mark mark) {
            mark.run();
            next = messages.poll();
        }
        if (!(next instanceof InboundMessage message)) {
            return null;
        }
        messageCount.decrementAndGet();
        byteCount.addAndGet(-message.payload().length);
        if (paused.get()) {
            resumeIfDrained();
        }
        return message;
    }

    private void resumeIfDrained() {
        boolean drained = messageCount.get() <= maxMessages / 2 && byteCount.get() <= maxBytes / 2;
        if (drained && paused.compareAndSet(true, false)) {
            readSwitch.setReading(true);
        }
    }

    /** Done when there is something to {@link #poll}, or {@link #wakeUp} was called since. */
    CompletableFuture<Void> whenAvailable() {
        CompletableFuture<Void> future = waiting.get();
        if (future == null || future.isDone()) {
            future = new CompletableFuture<>();
            waiting.set(future);
        }
        if (!messages.isEmpty()) {
            future.complete(null);
        }
        return future;
    }

    /** Makes the task look again. */
    void wakeUp() {
        CompletableFuture<Void> future = waiting.get();
        if (future != null) {
            future.complete(null);
        }
    }

    boolean isPaused() {
        return paused.get();
    }

    int size() {
        return messageCount.get();
    }
}
