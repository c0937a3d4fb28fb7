// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.EventLoop;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The open connections of all feeds of a reader: puts their messages into the one queue, and stops
 * reading from all of them while it is full, or from those of a split while Flink has paused it.
 *
 * <p>Threads: the event loop, except for {@link #setReading} and {@link #pauseOrResume}.
 */
final class FeedConnections implements HandOverQueue.ReadSwitch {

    private final EventLoop loop;
    private final HandOverQueue queue;
    private final SourceMetrics metrics;
    private final Map<Channel, Peer> peers = new LinkedHashMap<>();
    private final Set<String> pausedSplits = new HashSet<>();

    FeedConnections(EventLoop loop, WebSocketSourceConfig config, SourceMetrics metrics) {
        this.loop = loop;
        this.queue = new HandOverQueue(config.bufferCapacity(), config.bufferBytes(), this);
        this.metrics = metrics;
    }

    HandOverQueue queue() {
        return queue;
    }

    void opened(Channel channel, String name, Progress progress) {
        peers.put(channel, new Peer(name, ConnectionMetadata.of(channel), progress));
        metrics.connections.incrementAndGet();
        if (queue.isPaused() || pausedSplits.contains(progress.splitId())) {
            channel.config().setAutoRead(false);
        }
    }

    void received(Channel channel, byte[] message) {
        Peer peer = Objects.requireNonNull(peers.get(channel), "opened() comes first");
        queue.add(
                new InboundMessage(
                        peer,
                        new MessageMetadata(peer.metadata(), System.currentTimeMillis()),
                        message));
    }

    /** No further message comes for the moment. */
    void readComplete() {
        queue.announce();
    }

    void oversized() {
        metrics.oversizedMessages.incrementAndGet();
    }

    void idle() {
        metrics.idleDisconnects.incrementAndGet();
    }

    void closed(Channel channel) {
        peers.remove(channel);
        metrics.connections.decrementAndGet();
    }

    /** What is in the queue already comes out of it all the same. */
    void pauseOrResume(Collection<String> paused, Collection<String> resumed) {
        loop.execute(
                () -> {
                    pausedSplits.addAll(paused);
                    pausedSplits.removeAll(resumed);
                    applyReading(!queue.isPaused());
                });
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
        peers.forEach(
                (channel, peer) ->
                        channel.config()
                                .setAutoRead(
                                        on && !pausedSplits.contains(peer.progress().splitId())));
    }
}
