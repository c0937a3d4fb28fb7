// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages that leave together. Most clients take all of them: for these they lie in one buffer,
 * which costs a client's socket as much as a single message would.
 *
 * <p>Threads: the event loop only. Life cycle: {@link #close} gives back this object's references.
 */
final class FrameBatch implements AutoCloseable {

    /** Past this the cost of a message is that of its bytes. */
    private static final int MAX_JOINED_BYTES = 256 * 1024;

    private final List<MessageFrames> messages;
    private final boolean isJoined;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf plain;
    private @Nullable ByteBuf tagged;
    private Map<ActiveFormat<?>, ByteBuf> further = Map.of();

    /** Takes over the messages. */
    FrameBatch(List<MessageFrames> messages, ByteBufAllocator allocator) {
        this.messages = messages;
        this.isJoined =
                messages.size() > 1
                        && messages.stream().mapToLong(MessageFrames::payloadBytes).sum()
                                <= MAX_JOINED_BYTES;
        this.allocator = allocator;
    }

    List<MessageFrames> messages() {
        return messages;
    }

    /**
     * All in a row, for a client that has not subscribed; null if they are better written singly.
     */
    @Nullable ByteBuf plain() {
        if (plain == null && isJoined) {
            plain = join(message -> message.plain(null));
        }
        return plain;
    }

    /** The same for a client that has. */
    @Nullable ByteBuf tagged() {
        if (tagged == null && isJoined) {
            tagged = join(message -> message.tagged(null));
        }
        return tagged;
    }

    /** The same for one that has, and wants this format. */
    @Nullable ByteBuf tagged(ActiveFormat<?> format) {
        ByteBuf joined = further.get(format);
        if (joined == null && isJoined) {
            joined = join(message -> message.tagged(format, null));
            if (further.isEmpty()) {
                further = new HashMap<>();
            }
            further.put(format, joined);
        }
        return joined;
    }

    private ByteBuf join(Function<MessageFrames, @Nullable ByteBuf> form) {
        List<ByteBuf> frames = new ArrayList<>(messages.size());
        int bytes = 0;
        for (MessageFrames message : messages) {
            ByteBuf frame = form.apply(message);
            if (frame != null) {
                frames.add(frame);
                bytes += frame.readableBytes();
            }
        }
        ByteBuf joined = allocator.directBuffer(bytes);
        for (ByteBuf frame : frames) {
            joined.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        }
        return joined;
    }

    @Override
    public void close() {
        messages.forEach(MessageFrames::close);
        if (plain != null) {
            plain.release();
        }
        if (tagged != null) {
            tagged.release();
        }
        further.values().forEach(ByteBuf::release);
    }
}
