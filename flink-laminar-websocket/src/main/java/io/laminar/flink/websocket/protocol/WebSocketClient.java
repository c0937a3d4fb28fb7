// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to one server. Certificates are checked against the trust store, and against
 * the host name. Redirects are followed, see {@link Hop}.
 */
@Internal
public final class WebSocketClient {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketClient.class);

    private static final int MAX_HANDSHAKE_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final WebSocketUrl url;
    private final ClientHandshake handshake;
    private final Duration connectTimeout;
    private final ConnectionSettings settings;
    private final ConnectionListener listener;

    public WebSocketClient(
            EventLoop loop,
            WebSocketUrl url,
            ClientHandshake handshake,
            Duration connectTimeout,
            ConnectionSettings settings,
            ConnectionListener listener) {
        this.loop = loop;
        this.url = url;
        this.handshake = handshake;
        this.connectTimeout = connectTimeout;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Tries once. The future succeeds just before {@link ConnectionListener#onOpen}; or it fails,
     * with an exception whose message is for users, and the listener hears nothing.
     */
    public Future<Void> connect() {
        Promise<Void> opened = loop.group().next().newPromise();
        try {
            connect(new Hop(url.resolve(), handshake.resolve(), 0), opened);
        } catch (IllegalArgumentException | UnresolvedSecretException | IOException e) {
            opened.tryFailure(e);
        }
        return opened;
    }

    private void redirect(Hop from, String location, Promise<Void> opened) {
        try {
            Hop target = from.follow(location, url);
            LOG.info("{} redirects to host '{}'", url, Printable.text(target.host()));
            connect(target, opened);
        } catch (IOException e) {
            opened.tryFailure(e);
        }
    }

    private void connect(Hop hop, Promise<Void> opened) throws IOException {
        boolean secure = hop.isSecure();
        String host = hop.host();
        int port = hop.port();
        SslContext tls = secure ? TlsContexts.client(settings.tls()) : null;

        new Bootstrap()
                .group(loop.group())
                .channel(NioSocketChannel.class)
                // Large messages are collected on the heap, which Flink's memory model sizes.
                .option(ChannelOption.ALLOCATOR, Buffers.allocator())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                loop.own(channel);
                                ChannelPipeline pipeline = channel.pipeline();
                                if (tls != null) {
                                    pipeline.addLast(verifying(tls, channel, host, port));
                                }
                                pipeline.addLast(new HttpClientCodec())
                                        .addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES))
                                        .addLast(
                                                new ClientHandshakeHandler(
                                                        url,
                                                        new ClientHandshaker(
                                                                hop.uri(),
                                                                handshake.subprotocol(),
                                                                hop.headers(),
                                                                settings),
                                                        settings,
                                                        listener,
                                                        opened,
                                                        location ->
                                                                redirect(hop, location, opened)));
                            }
                        })
                .connect(host, port)
                .addListener(
                        connected -> {
                            if (!connected.isSuccess()) {
                                opened.tryFailure(failure(connected.cause()));
                            }
                        });
    }

    private IOException failure(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new IOException(
                HandshakeErrors.cannotConnect(url.toString(), Printable.text(reason)), cause);
    }

    private SslHandler verifying(SslContext tls, Channel channel, String host, int port) {
        SslHandler handler = tls.newHandler(channel.alloc(), host, port);
        handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        // Without this the JDK checks the chain, but not whose certificate it is.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return handler;
    }
}
