// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.ConnectionListener;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.Reconnector;
import io.laminar.flink.websocket.protocol.WebSocketClient;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to a server, and opens it anew when it breaks. A connection counts as good
 * only once it has delivered a message.
 *
 * <p>Threads: all state lives on the event loop.
 */
final class ClientFeed implements ConnectionListener, Reconnector.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ClientFeed.class);

    private final EventLoop loop;
    private final SourceEndpoint.Client endpoint;
    private final WebSocketUrl url;
    private final Progress progress;
    private final FeedConnections connections;
    private final SourceMetrics metrics;
    private final WebSocketClient client;
    private final Reconnector reconnector;
    private final int subtasks;

    private List<String> subscription = List.of();
    private @Nullable String cursor;

    ClientFeed(
            EventLoop loop,
            SourceEndpoint.Client endpoint,
            Progress progress,
            WebSocketSourceConfig config,
            FeedConnections connections,
            SourceMetrics metrics,
            int subtasks,
            RandomGenerator random) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.url = endpoint.url(progress.splitId());
        this.progress = progress;
        this.cursor = progress.cursor();
        this.connections = connections;
        this.metrics = metrics;
        this.subtasks = subtasks;
        this.reconnector = new Reconnector(loop, url, endpoint.reconnect(), random, this);
        this.client =
                new WebSocketClient(
                        loop,
                        url,
                        endpoint.handshake(),
                        endpoint.connectTimeout(),
                        config.connection(),
                        this);
    }

    /** Connects, without waiting for it. A failure for good goes to the queue. */
    void start() {
        reconnector.start(Math.max(subtasks, endpoint.urls().size()));
    }

    @Override
    public Future<Void> connect() {
        subscription = endpoint.subscription().resolve(cursor);
        return client.connect(cursor);
    }

    @Override
    public void onReconnect() {
        metrics.reconnects.incrementAndGet();
    }

    @Override
    public void onGivenUp(IOException failure) {
        connections.queue().fail(failure);
    }

    @Override
    public String shortcoming() {
        return "brought no message";
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // What fails here also closes the channel.
    public void onOpen(Channel channel) {
        connections.opened(channel, "'" + url + "'", progress);
        LOG.info("Connected to {}", url);
        subscription.forEach(message -> channel.write(new TextWebSocketFrame(message)));
        channel.flush();
    }

    @Override
    public void onMessage(Channel channel, byte[] message) {
        reconnector.proved();
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
        if (endpoint.resumeField() == null) {
            reconnector.lost(reason);
            return;
        }
        // Where to go on is known once the task has taken what this connection has brought.
        connections
                .queue()
                .add(
                        () -> {
                            String reached = progress.cursor();
                            loop.execute(
                                    () -> {
                                        cursor = reached;
                                        reconnector.lost(reason);
                                    });
                        });
    }
}
