// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import org.jspecify.annotations.Nullable;

/** A message that the peer may not have yet. */
final class PendingMessage {

    private final byte[] payload;
    private final int rows;
    private final @Nullable String answer;

    /** Of the latest attempt; read and written on the event loop. */
    private long sentNanos;

    /** The answer is null if the message is done once the socket has taken it. */
    PendingMessage(byte[] payload, int rows, @Nullable String answer) {
        this.payload = payload;
        this.rows = rows;
        this.answer = answer;
    }

    byte[] payload() {
        return payload;
    }

    int rows() {
        return rows;
    }

    @Nullable String answer() {
        return answer;
    }

    void sentAt(long nanos) {
        sentNanos = nanos;
    }

    long sentNanos() {
        return sentNanos;
    }
}
