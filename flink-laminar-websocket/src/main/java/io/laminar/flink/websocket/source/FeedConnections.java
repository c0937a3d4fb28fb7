// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.ConnectionListener;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The open connections of a feed: puts their messages into the queue, and stops reading from all of
 * them while the queue is full.
 *
 * <p>Threads: the event loop, except for {@link #setReading}.
 */
class FeedConnections implements ConnectionListener, HandOverQueue.ReadSwitch {

    private final EventLoop loop;
    private final HandOverQueue queue;
    private final SourceMetrics metrics;
    private final Map<Channel, Peer> peers = new LinkedHashMap<>();

    private record Peer(String name, ConnectionMetadata metadata) {}

    FeedConnections(EventLoop loop, WebSocketSourceConfig config, SourceMetrics metrics) {
        this.loop = loop;
        this.queue = new HandOverQueue(config.bufferCapacity(), config.bufferBytes(), this);
        this.metrics = metrics;
    }

    HandOverQueue queue() {
        return queue;
    }

    /** Who the other end is, for messages. */
    String nameOf(Channel channel) {
        return "client " + channel.remoteAddress();
    }

    @Override
    public void onOpen(Channel channel) {
        peers.put(channel, new Peer(nameOf(channel), ConnectionMetadata.of(channel)));
        metrics.connections.incrementAndGet();
        if (queue.isPaused()) {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void onMessage(Channel channel, byte[] message) {
        Peer peer = Objects.requireNonNull(peers.get(channel), "onOpen comes first");
        queue.add(
                new InboundMessage(
                        peer.name(),
                        new MessageMetadata(peer.metadata(), System.currentTimeMillis()),
                        message));
    }

    @Override
    public void onReadComplete(Channel channel) {
        queue.announce();
    }

    @Override
    public void onOversizedMessage(Channel channel) {
        metrics.oversizedMessages.incrementAndGet();
    }

    @Override
    public void onIdle(Channel channel) {
        metrics.idleDisconnects.incrementAndGet();
    }

    @Override
    public void onClosed(Channel channel, String reason) {
        peers.remove(channel);
        metrics.connections.decrementAndGet();
    }

    /**
     * From the network thread at once, so that no further read happens; from the task thread by way
     * of the network thread, which then looks at what holds by now.
     */
    @Override
    public void setReading(boolean on) {
        if (on) {
            loop.execute(() -> applyReading(!queue.isPaused()));
        } else {
            applyReading(/* on= */ false);
        }
    }

    private void applyReading(boolean on) {
        peers.keySet().forEach(channel -> channel.config().setAutoRead(on));
    }
}
