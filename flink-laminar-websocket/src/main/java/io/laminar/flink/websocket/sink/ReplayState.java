// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What a writer remembers.
 *
 * @param first number of the first of the messages; those of a client have none
 * @param layout of their records, which another layout can't read
 * @param messages of the replay buffer, the oldest first
 * @param rows of the snapshot for new clients, the one that changed first ahead
 */
@Internal
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
public record ReplayState(long first, byte[] layout, List<Message> messages, List<Row> rows) {

    /** In place of the number of a client's first message. */
    private static final long UNNUMBERED = Long.MIN_VALUE;

    public ReplayState {
        messages = List.copyOf(messages);
        rows = List.copyOf(rows);
    }

    /** Of a client: messages that its server does not have. */
    public static ReplayState ofClient(List<byte[]> payloads) {
        return new ReplayState(
                UNNUMBERED,
                new byte[0],
                payloads.stream().map(payload -> new Message(payload, null)).toList(),
                List.of());
    }

    /** Whether a client wrote this, for its server; else a server did, for its new clients. */
    public boolean isOfClient() {
        return first == UNNUMBERED;
    }

    /**
     * One message.
     *
     * @param payload as the format encoded it
     * @param record what it was made of, for filters; null if there can be none
     */
    public record Message(byte[] payload, byte @Nullable [] record) {}

    /** The newest message of a key, and its number. */
    public record Row(long sequence, byte[] key, Message message) {}
}
