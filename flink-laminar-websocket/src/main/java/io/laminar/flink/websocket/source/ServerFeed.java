// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.WebSocketServer;

/** Listens, and takes what every client sends. */
final class ServerFeed implements Feed {

    /** Pongs and close frames are all that a source sends. */
    private static final int OUTBOUND_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final WebSocketServer server;
    private final HandOverQueue queue;
    private final SourceMetrics metrics;

    ServerFeed(
            EventLoop loop,
            SourceEndpoint.Server endpoint,
            BindAddress address,
            WebSocketSourceConfig config,
            FeedConnections connections,
            SourceMetrics metrics) {
        this.loop = loop;
        this.queue = connections.queue();
        this.metrics = metrics;
        this.server =
                new WebSocketServer(
                        loop,
                        address,
                        endpoint.maxConnections(),
                        OUTBOUND_BYTES,
                        config.connection(),
                        endpoint.rules(),
                        connections);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Both outcomes are handled.
    public void start() {
        server.start()
                .whenComplete(
                        (port, failure) -> {
                            if (failure == null) {
                                metrics.boundPort.set(port);
                            } else {
                                queue.fail(failure);
                            }
                        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
