// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.sdk.retry.ExponentialBackoff;
import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.HandshakeRefusedException;
import io.laminar.flink.websocket.protocol.WebSocketClient;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to a server, and opens it anew when it breaks, with growing delays. A
 * connection counts as good only once it has delivered a message: a server that accepts and hangs
 * up at once is not asked again without a pause. One that refuses the credentials is not asked
 * again at all.
 *
 * <p>Threads: all state lives on the event loop.
 */
final class ClientFeed extends FeedConnections implements Feed {

    private static final Logger LOG = LoggerFactory.getLogger(ClientFeed.class);

    private final EventLoop loop;
    private final SourceEndpoint.Client endpoint;
    private final SourceMetrics metrics;
    private final WebSocketClient client;
    private final ExponentialBackoff backoff;
    private final RandomGenerator random;

    private int failures;
    private List<String> subscription = List.of();

    ClientFeed(
            EventLoop loop,
            SourceEndpoint.Client endpoint,
            WebSocketSourceConfig config,
            SourceMetrics metrics,
            RandomGenerator random) {
        super(loop, config, metrics);
        this.loop = loop;
        this.endpoint = endpoint;
        this.metrics = metrics;
        this.random = random;
        this.backoff = endpoint.reconnect().backoff();
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
        loop.execute(this::connect);
    }

    private void connect() {
        try {
            subscription = endpoint.subscription().resolve();
        } catch (UnresolvedSecretException e) {
            retry(e.getMessage(), e);
            return;
        }
        client.connect()
                .addListener(
                        attempt -> {
                            if (!attempt.isSuccess()) {
                                retry(attempt.cause().getMessage(), attempt.cause());
                            }
                        });
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
        failures = 0;
        super.onMessage(channel, message);
    }

    @Override
    public void onClosed(Channel channel, String reason) {
        super.onClosed(channel, reason);
        retry(reason + ".", null);
    }

    private void retry(@Nullable String error, @Nullable Throwable cause) {
        if (loop.isClosing()) {
            return;
        }
        if (cause instanceof HandshakeRefusedException refusal && refusal.isFinal()) {
            queue().fail(refusal);
            return;
        }
        failures++;
        ReconnectPolicy policy = endpoint.reconnect();
        if (policy.isExhaustedAfter(failures)) {
            queue().fail(
                            new IOException(
                                    SourceErrors.retriesExhausted(
                                            endpoint.url().toString(),
                                            policy.maxRetries(),
                                            String.valueOf(error)),
                                    cause));
            return;
        }
        Duration delay = delay(cause);
        LOG.warn(
                "No connection to {}, trying again in {} ms. {}",
                endpoint.url(),
                delay.toMillis(),
                error);
        metrics.reconnects.incrementAndGet();
        loop.schedule(this::connect, delay.toMillis());
    }

    /** As long as the server asks for, if that is longer than this side would wait. */
    private Duration delay(@Nullable Throwable cause) {
        Duration own = backoff.delayAfter(failures, random);
        return cause instanceof HandshakeRefusedException refusal
                ? refusal.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own)
                : own;
    }

    @Override
    public void close() {
        loop.close();
    }
}
