// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.Reconnector;
import io.laminar.flink.websocket.protocol.WebSocketClient;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to a server, and opens it anew when it breaks. A connection counts as good
 * only once it has delivered a message.
 *
 * <p>Threads: all state lives on the event loop.
 */
final class ClientFeed extends FeedConnections implements Feed, Reconnector.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ClientFeed.class);

    private final EventLoop loop;
    private final SourceEndpoint.Client endpoint;
    private final SourceMetrics metrics;
    private final WebSocketClient client;
    private final Reconnector reconnector;
    private final int subtasks;

    private List<String> subscription = List.of();

    ClientFeed(
            EventLoop loop,
            SourceEndpoint.Client endpoint,
            WebSocketSourceConfig config,
            SourceMetrics metrics,
            int subtasks,
            RandomGenerator random) {
        super(loop, config, metrics);
        this.loop = loop;
        this.endpoint = endpoint;
        this.metrics = metrics;
        this.subtasks = subtasks;
        this.reconnector =
                new Reconnector(loop, endpoint.url(), endpoint.reconnect(), random, this);
        this.client =
                new WebSocketClient(
                        loop,
                        endpoint.url(),
                        endpoint.handshake(),
                        endpoint.connectTimeout(),
                        config.connection(),
                        this);
    }

    @Override
    public void start() {
        reconnector.start(subtasks);
    }

    @Override
    public Future<Void> connect() {
        subscription = endpoint.subscription().resolve();
        return client.connect();
    }

    @Override
    public void onReconnect() {
        metrics.reconnects.incrementAndGet();
    }

    @Override
    public void onGivenUp(IOException failure) {
        queue().fail(failure);
    }

    @Override
    public String shortcoming() {
        return "brought no message";
    }

    @Override
    String nameOf(Channel channel) {
        return "'" + endpoint.url() + "'";
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // What fails here also closes the channel.
    public void onOpen(Channel channel) {
        super.onOpen(channel);
        LOG.info("Connected to {}", endpoint.url());
        subscription.forEach(message -> channel.write(new TextWebSocketFrame(message)));
        channel.flush();
    }

    @Override
    public void onMessage(Channel channel, byte[] message) {
        reconnector.proved();
        super.onMessage(channel, message);
    }

    @Override
    public void onClosed(Channel channel, String reason) {
        super.onClosed(channel, reason);
        reconnector.lost(reason);
    }

    @Override
    public void close() {
        loop.close();
    }
}
