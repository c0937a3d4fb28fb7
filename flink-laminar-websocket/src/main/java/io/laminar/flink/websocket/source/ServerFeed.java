// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ConnectionListener;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.WebSocketServer;
import io.netty.channel.Channel;

/** Listens, and takes what every client sends. */
final class ServerFeed implements ConnectionListener {

    /** Pongs and close frames are all that a source sends. */
    private static final int OUTBOUND_BYTES = 64 * 1024;

    private final WebSocketServer server;
    private final WebSocketSplit split;
    private final FeedConnections connections;
    private final SourceMetrics metrics;

    ServerFeed(
            EventLoop loop,
            SourceEndpoint.Server endpoint,
            BindAddress address,
            WebSocketSplit split,
            WebSocketSourceConfig config,
            FeedConnections connections,
            SourceMetrics metrics) {
        this.split = split;
        this.connections = connections;
        this.metrics = metrics;
        this.server =
                new WebSocketServer(
                        loop,
                        address,
                        endpoint.maxConnections(),
                        OUTBOUND_BYTES,
                        config.connection(),
                        endpoint.rules(),
                        this);
    }

    /** Listens, without waiting for it. A failure goes to the queue. */
    @SuppressWarnings("FutureReturnValueIgnored") // Both outcomes are handled.
    void start() {
        server.start()
                .whenComplete(
                        (port, failure) -> {
                            if (failure == null) {
                                metrics.boundPort.set(port);
                            } else {
                                connections.queue().fail(failure);
                            }
                        });
    }

    @Override
    public void onOpen(Channel channel) {
        connections.opened(channel, "client " + channel.remoteAddress(), new Progress(split));
    }

    @Override
    public void onMessage(Channel channel, byte[] message) {
        connections.received(channel, message);
    }

    @Override
    public void onReadComplete(Channel channel) {
        connections.readComplete();
    }

    @Override
    public void onOversizedMessage(Channel channel) {
        connections.oversized();
    }

    @Override
    public void onIdle(Channel channel) {
        connections.idle();
    }

    @Override
    public void onClosed(Channel channel, String reason) {
        connections.closed(channel);
    }
}
