// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * The most recent messages, numbered in the order of their coming. On the heap, as the format made
 * them: most are never asked for again.
 *
 * <p>Threads: the event loop only.
 */
final class ReplayRing {

    private final byte[][] messages;
    private long end;

    /** An empty ring, or one that holds what a former attempt kept. */
    ReplayRing(int capacity, List<byte[]> restored) {
        this.messages = new byte[capacity][];
        restored.forEach(this::add);
    }

    /** Adds the message with the number {@link #end}; the oldest makes room. */
    void add(byte[] message) {
        if (messages.length > 0) {
            messages[(int) (end % messages.length)] = message;
        }
        end++;
    }

    /** Number of the oldest message here. */
    long start() {
        return Math.max(0, end - messages.length);
    }

    /** Number that the next message will have. */
    long end() {
        return end;
    }

    byte[] get(long number) {
        return messages[(int) (number % messages.length)];
    }

    /** All messages, the oldest first. */
    List<byte[]> toList() {
        List<byte[]> list = new ArrayList<>();
        for (long number = start(); number < end; number++) {
            list.add(get(number));
        }
        return list;
    }
}
