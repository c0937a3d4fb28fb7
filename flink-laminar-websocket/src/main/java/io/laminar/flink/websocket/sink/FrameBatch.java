// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that leave together. Most clients take all of them: for these they lie in one buffer,
 * which costs a client's socket as much as a single message would.
 *
 * <p>Threads: the event loop only. Life cycle: {@link #close} gives back this object's references.
 */
final class FrameBatch implements AutoCloseable {

    private final List<MessageFrames> messages;
    private final boolean isJoined;
    private final ByteBufAllocator allocator;
    private @Nullable JoinedFrames plain;
    private @Nullable JoinedFrames tagged;
    private Map<ActiveFormat<?>, JoinedFrames> further = Map.of();

    /** Takes over the messages. */
    FrameBatch(List<MessageFrames> messages, ByteBufAllocator allocator) {
        this.messages = messages;
        this.isJoined = messages.size() > 1;
        this.allocator = allocator;
    }

    List<MessageFrames> messages() {
        return messages;
    }

    /**
     * All in a row, for a client that has not subscribed; null if they are better written singly.
     *
     * @param compression what the client has agreed to; null for none
     */
    @Nullable ByteBuf plain(@Nullable PerMessageDeflate compression) {
        if (!isJoined) {
            return null;
        }
        if (plain == null) {
            plain = joined(MessageFrames::plain);
        }
        return plain.get(compression);
    }

    /** The same for a client that has. */
    @Nullable ByteBuf tagged(@Nullable PerMessageDeflate compression) {
        if (!isJoined) {
            return null;
        }
        if (tagged == null) {
            tagged = joined(MessageFrames::tagged);
        }
        return tagged.get(compression);
    }

    /** The same for one that has, and wants this format. */
    @Nullable ByteBuf tagged(ActiveFormat<?> format, @Nullable PerMessageDeflate compression) {
        if (!isJoined) {
            return null;
        }
        JoinedFrames joined = further.get(format);
        if (joined == null) {
            joined = joined((message, agreed) -> message.tagged(format, agreed));
            if (further.isEmpty()) {
                further = new HashMap<>();
            }
            further.put(format, joined);
        }
        return joined.get(compression);
    }

    private JoinedFrames joined(JoinedFrames.Form form) {
        return new JoinedFrames(messages, form, allocator);
    }

    @Override
    public void close() {
        messages.forEach(MessageFrames::close);
        if (plain != null) {
            plain.close();
        }
        if (tagged != null) {
            tagged.close();
        }
        further.values().forEach(JoinedFrames::close);
    }
}
