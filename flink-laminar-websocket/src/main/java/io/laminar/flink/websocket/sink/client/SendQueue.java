// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are not done: those that wait to be sent, and those that were sent but may have
 * to be sent again. Bounded by their rows; only a single message that holds more is taken
 * nevertheless.
 *
 * <p>Threads: {@link #put}, {@link #awaitEmpty}, {@link #checkAlive} and {@link #toList} on the
 * task thread, the others on the event loop. Everything is under this object's monitor.
 */
final class SendQueue {

    private final int maxRows;

    private final Deque<PendingMessage> unsent;

    /** In the order of sending. */
    private final Deque<PendingMessage> sent = new ArrayDeque<>();

    private int rows;
    private @Nullable IOException failure;

    /** The restored messages are taken even if they hold too many rows. */
    SendQueue(int maxRows, Collection<PendingMessage> restored) {
        this.maxRows = maxRows;
        this.unsent = new ArrayDeque<>(restored);
        this.rows = restored.stream().mapToInt(PendingMessage::rows).sum();
    }

    /**
     * Adds a message, once there is room for it.
     *
     * @throws IOException if there is no hope to send it
     */
    synchronized void put(PendingMessage message) throws IOException, InterruptedException {
        while (failure == null && rows > 0 && rows + message.rows() > maxRows) {
            wait();
        }
        throwFailure();
        unsent.add(message);
        rows += message.rows();
    }

    /**
     * Waits until all messages are done.
     *
     * @throws IOException if there is no hope for that
     */
    synchronized void awaitEmpty() throws IOException, InterruptedException {
        while (failure == null && rows > 0) {
            wait();
        }
        throwFailure();
    }

    /**
     * Does not wait for anything.
     *
     * @throws IOException if there is no hope to send what is here, or would be put
     */
    synchronized void checkAlive() throws IOException {
        throwFailure();
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            // Of its own: the one that failed has the stack of another thread.
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** The oldest one that is to be sent, which counts as sent from now on. */
    synchronized @Nullable PendingMessage next() {
        PendingMessage message = unsent.poll();
        if (message != null) {
            sent.add(message);
        }
        return message;
    }

    /** The socket has taken the message, and no answer will follow. */
    synchronized void done(PendingMessage message) {
        if (sent.removeFirstOccurrence(message)) {
            free(message);
        }
    }

    /** Ends the oldest message that is acknowledged by this answer; false if there is none. */
    synchronized boolean answered(String answer) {
        // Peers mostly answer in order, so that it is the first one.
        for (Iterator<PendingMessage> all = sent.iterator(); all.hasNext(); ) {
            PendingMessage message = all.next();
            if (answer.equals(message.answer())) {
                all.remove();
                free(message);
                return true;
            }
        }
        return false;
    }

    private void free(PendingMessage message) {
        rows -= message.rows();
        notifyAll();
    }

    /** The oldest one that is sent and not done. */
    synchronized @Nullable PendingMessage oldestSent() {
        return sent.peek();
    }

    /** Everything that was sent has to be sent again, first; returns how many messages. */
    synchronized int sendAgain() {
        int again = sent.size();
        while (!sent.isEmpty()) {
            unsent.addFirst(sent.removeLast());
        }
        return again;
    }

    synchronized void fail(IOException reason) {
        failure = reason;
        notifyAll();
    }

    synchronized int rows() {
        return rows;
    }

    /** What is not done, in order. */
    synchronized List<byte[]> toList() {
        return Stream.concat(sent.stream(), unsent.stream()).map(PendingMessage::payload).toList();
    }
}
