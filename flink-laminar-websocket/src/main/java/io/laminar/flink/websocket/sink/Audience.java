// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.ConnectionListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All clients. A message is framed once, and each client's socket shares that buffer.
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
    private final SinkMetrics metrics;
    private final Map<Channel, Subscriber> subscribers = new LinkedHashMap<>();

    Audience(
            FrameType frameType,
            SlowClientPolicy policy,
            int backlogBytes,
            ByteBufAllocator allocator,
            ReplayRing ring,
            SinkMetrics metrics) {
        this.frameType = frameType;
        this.policy = policy;
        this.backlogBytes = backlogBytes;
        this.allocator = allocator;
        this.ring = ring;
        this.metrics = metrics;
    }

    /** Gives the message to all; it leaves with the next {@link #flush}. */
    void publish(byte[] message) {
        ring.add(message);
        if (subscribers.isEmpty()) {
            return;
        }
        ByteBuf frame = Frames.encode(frameType, message, allocator);
        try {
            for (Subscriber subscriber : subscribers.values()) {
                subscriber.offer(frame);
            }
        } finally {
            frame.release();
        }
    }

    void flush() {
        // A socket found broken here leaves the audience in a later turn of the loop.
        subscribers.values().forEach(Subscriber::flush);
    }

    List<byte[]> recentMessages() {
        return ring.toList();
    }

    @Override
    public void onOpen(Channel channel) {
        metrics.clients.incrementAndGet();
        Subscriber subscriber =
                new Subscriber(
                        channel, ring, frameType, policy, new Backlog(backlogBytes), metrics);
        subscribers.put(channel, subscriber);
        subscriber.resume();
    }

    @Override
    public void onMessage(Channel channel, byte[] message) {
        // Clients have nothing to say: they get every message.
    }

    @Override
    public void onOversizedMessage(Channel channel) {}

    @Override
    public void onWritable(Channel channel) {
        Subscriber subscriber = subscribers.get(channel);
        if (subscriber != null) {
            subscriber.resume();
        }
    }

    @Override
    public void onClosed(Channel channel, String reason) {
        Subscriber subscriber = subscribers.remove(channel);
        if (subscriber != null) {
            subscriber.release();
            metrics.clients.decrementAndGet();
        }
    }
}
