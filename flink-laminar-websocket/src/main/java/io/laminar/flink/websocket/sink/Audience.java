// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.ConnectionListener;
import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All clients, each of which gets every message, or, once it has subscribed, those that it wants. A
 * message is framed once, and each client's socket shares that buffer.
 *
 * <p>Guarantee: each client sees messages in the order of {@link #publish}, at most once; what is
 * dropped for one does not concern the others.
 *
 * <p>Threads: the event loop only.
 */
final class Audience implements ConnectionListener {

    private final FrameType frameType;
    private final SlowClientPolicy policy;
    private final int backlogBytes;
    private final ByteBufAllocator allocator;
    private final ReplayRing ring;
    private final @Nullable KeyedLog log;
    private final @Nullable RecordKeys<?> keys;
    private final SinkMetrics metrics;
    private final MessageDeflater deflater;
    private final TaggedMessages tags;
    private final @Nullable RequestDesk desk;
    private final Map<Channel, Subscriber> subscribers = new LinkedHashMap<>();

    /** Whose channels had room again while messages were published. */
    private final Set<Channel> writable = new LinkedHashSet<>();

    private boolean isPublishing;

    Audience(
            FrameType frameType,
            SlowClientPolicy policy,
            int backlogBytes,
            ByteBufAllocator allocator,
            ReplayRing ring,
            @Nullable KeyedLog log,
            @Nullable RecordKeys<?> keys,
            TaggedMessages tags,
            @Nullable RequestDesk desk,
            MessageDeflater deflater,
            SinkMetrics metrics) {
        this.frameType = frameType;
        this.policy = policy;
        this.backlogBytes = backlogBytes;
        this.allocator = allocator;
        this.ring = ring;
        this.log = log;
        this.keys = keys;
        this.tags = tags;
        this.desk = desk;
        this.deflater = deflater;
        this.metrics = metrics;
    }

    /** Gives the messages to all, and sends them. */
    void publish(List<OutboundMessage> messages) {
        isPublishing = true;
        messages.forEach(ring::add);
        if (!subscribers.isEmpty()) {
            offer(messages);
        }
        messages.forEach(OutboundMessage::forgetEncodings);
        if (log != null) {
            // Behind the offers: who has no room for a message reads it from the log.
            messages.forEach(log::put);
            log.trim();
        }
        isPublishing = false;
        writable.forEach(this::onWritable);
        writable.clear();
    }

    private void offer(List<OutboundMessage> messages) {
        List<MessageFrames> frames = new ArrayList<>(messages.size());
        for (OutboundMessage message : messages) {
            frames.add(new MessageFrames(message, frameType, tags, deflater, allocator));
        }
        try (FrameBatch batch = new FrameBatch(frames, allocator)) {
            for (Subscriber subscriber : subscribers.values()) {
                // A socket found broken here leaves the audience in a later turn of the loop.
                subscriber.offer(batch);
            }
        }
    }

    /** Tells those that have subscribed that the server is alive, and how far it is. */
    void heartbeat() {
        ByteBuf frame = Frames.encode(FrameType.TEXT, tags.heartbeat(ring.end()), allocator);
        try {
            for (Subscriber subscriber : subscribers.values()) {
                subscriber.heartbeat(frame);
            }
        } finally {
            frame.release();
        }
    }

    @Override
    public void onOpen(Channel channel) {
        metrics.clients.incrementAndGet();
        Subscriber subscriber =
                new Subscriber(
                        channel,
                        ring,
                        log,
                        keys,
                        frameType,
                        tags,
                        policy,
                        new Backlog(backlogBytes),
                        metrics);
        subscribers.put(channel, subscriber);
        subscriber.resume();
    }

    @Override
    public void onMessage(Channel channel, byte[] message) {
        Subscriber subscriber = subscribers.get(channel);
        if (desk != null && subscriber != null) {
            desk.handle(subscriber, message);
        }
    }

    @Override
    public void onOversizedMessage(Channel channel) {}

    @Override
    public void onWritable(Channel channel) {
        if (isPublishing) {
            // Out of a flush: the log lacks what the ring has and others get already.
            writable.add(channel);
            return;
        }
        Subscriber subscriber = subscribers.get(channel);
        if (subscriber != null) {
            if (desk != null) {
                // Else a long replay would leave no room for the answer.
                desk.settle(subscriber);
            }
            subscriber.resume();
        }
    }

    @Override
    public void onClosed(Channel channel, String reason) {
        Subscriber subscriber = subscribers.remove(channel);
        if (subscriber != null) {
            if (desk != null) {
                desk.leave(subscriber);
            }
            subscriber.release();
            metrics.clients.decrementAndGet();
        }
    }
}
