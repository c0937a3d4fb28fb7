// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes state of the replay buffer and the log of keys, and the other way round. */
final class ReplayStore {

    /** What no record's layout is equal to. */
    private static final byte[] NO_LAYOUT = {};

    private final int capacity;
    private final byte[] layout;

    /**
     * For a buffer of this capacity.
     *
     * @param codec of the records beside the messages; null if none are kept
     */
    ReplayStore(int capacity, @Nullable RecordCodec<?> codec) throws IOException {
        this.capacity = capacity;
        this.layout = codec == null ? NO_LAYOUT : codec.layout();
    }

    /** Of another layout, messages stay, but pass no filter. */
    ReplayRing restoreRing(Collection<ReplayState> states) {
        List<OutboundMessage> messages = new ArrayList<>();
        long end = 0;
        for (ReplayState state : states) {
            for (ReplayState.Message message : state.messages()) {
                messages.add(restore(message, state.layout(), null));
            }
            end = Math.max(end, state.first() + state.messages().size());
        }
        return new ReplayRing(capacity, end - messages.size(), messages);
    }

    /** The rows of a snapshot, numbered. */
    List<OutboundMessage> restoreRows(Collection<ReplayState> states) {
        List<OutboundMessage> rows = new ArrayList<>();
        for (ReplayState state : states) {
            for (ReplayState.Row row : state.rows()) {
                OutboundMessage message =
                        restore(row.message(), state.layout(), new RowKey(row.key()));
                message.number(row.sequence());
                rows.add(message);
            }
        }
        return rows;
    }

    private OutboundMessage restore(
            ReplayState.Message message, byte[] itsLayout, @Nullable RowKey key) {
        boolean isReadable = layout.length > 0 && Arrays.equals(itsLayout, layout);
        return new OutboundMessage(message.payload(), isReadable ? message.record() : null, key);
    }

    ReplayState state(ReplayRing ring, @Nullable KeyedLog log) {
        List<ReplayState.Row> rows = new ArrayList<>();
        if (log != null) {
            for (OutboundMessage message : log.snapshot()) {
                RowKey key = Objects.requireNonNull(message.key());
                rows.add(new ReplayState.Row(message.sequence(), key.bytes(), store(message)));
            }
        }
        return new ReplayState(
                ring.start(),
                layout,
                ring.toList().stream().map(ReplayStore::store).toList(),
                rows);
    }

    private static ReplayState.Message store(OutboundMessage message) {
        return new ReplayState.Message(message.payload(), message.record());
    }
}
