// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The most recent messages, numbered in the order of their coming. On the heap, as the format made
 * them: most are never asked for again.
 *
 * <p>Threads: the event loop only.
 */
final class ReplayRing implements History {

    private final @Nullable OutboundMessage[] messages;
    private final long first;
    private long end;

    /**
     * A ring that holds what a former attempt kept.
     *
     * @param first number of the oldest restored message, or of the next if there is none
     */
    ReplayRing(int capacity, long first, List<OutboundMessage> restored) {
        this.messages = new OutboundMessage[capacity];
        this.first = first;
        this.end = first;
        restored.forEach(this::add);
    }

    /** Gives the message the number {@link #end}; the oldest makes room. */
    void add(OutboundMessage message) {
        message.number(end);
        if (messages.length > 0) {
            messages[(int) (end % messages.length)] = message;
        }
        end++;
    }

    @Override
    public long start() {
        return Math.max(first, end - messages.length);
    }

    /** Number that the next message will have. */
    long end() {
        return end;
    }

    @Override
    public @Nullable OutboundMessage from(long number) {
        long oldest = Math.max(start(), number);
        return oldest < end ? messages[(int) (oldest % messages.length)] : null;
    }

    /** All messages, the oldest first. */
    List<OutboundMessage> toList() {
        List<OutboundMessage> list = new ArrayList<>();
        OutboundMessage message = from(start());
        while (message != null) {
            list.add(message);
            message = from(message.sequence() + 1);
        }
        return list;
    }
}
