// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, by a proxy if there is one, with TLS if the server wants it. Certificates are
 * checked against the trust store, and against the host name.
 *
 * @param connectTimeout for DNS, and for TCP
 * @param handshakeTimeout for the proxy's answer, and for that of TLS
 */
record Dialer(
        EventLoop loop,
        Duration connectTimeout,
        Duration handshakeTimeout,
        TlsStores tls,
        ProxyChoice proxies) {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /**
     * Where to connect to.
     *
     * @param name for messages
     */
    record Target(boolean secure, String host, int port, String name) {

        /** As a proxy is told (RFC 9112, section 3.2.3). */
        String authority() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Tries once.
     *
     * @param ready is given the pipeline once only its own handlers are missing; they hear of the
     *     open connection by {@code channelActive}
     * @param failed hears of what goes wrong before that; the message is for users
     * @throws IOException if a store of certificates can't be read
     * @throws IllegalArgumentException if the proxy is none
     * @throws io.laminar.flink.sdk.secret.UnresolvedSecretException if the proxy's reference leads
     *     nowhere
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The listener hears of it.
    void dial(Target target, Consumer<ChannelPipeline> ready, Consumer<IOException> failed)
            throws IOException {
        SslContext context = target.secure() ? TlsContexts.client(tls) : null;
        Optional<ProxyUrl.Address> proxy =
                proxies.of(target.secure(), target.host()).map(ProxyUrl::resolve);
        String host = proxy.map(ProxyUrl.Address::host).orElse(target.host());
        int port = proxy.map(ProxyUrl.Address::port).orElse(target.port());

        HostLookup.start(loop, InetAddress::getByName, host, connectTimeout)
                .addListener(
                        (Future<InetAddress> found) -> {
                            if (!found.isSuccess()) {
                                failed.accept(failure(target, proxy, found.cause()));
                                return;
                            }
                            connect(
                                    new InetSocketAddress(found.getNow(), port),
                                    channel -> {
                                        if (proxy.isPresent()) {
                                            tunnel(
                                                    channel,
                                                    proxy.get(),
                                                    target,
                                                    context,
                                                    ready,
                                                    failed);
                                        } else {
                                            fill(channel, target, context, ready);
                                        }
                                    },
                                    cause -> failed.accept(failure(target, proxy, cause)));
                        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The listener hears of it.
    private void connect(
            InetSocketAddress address, Consumer<Channel> prepare, Consumer<Throwable> failed) {
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
                                prepare.accept(channel);
                            }
                        })
                .connect(address)
                .addListener(
                        connected -> {
                            if (!connected.isSuccess()) {
                                failed.accept(connected.cause());
                            }
                        });
    }

    private void tunnel(
            Channel channel,
            ProxyUrl.Address proxy,
            Target target,
            @Nullable SslContext context,
            Consumer<ChannelPipeline> ready,
            Consumer<IOException> failed) {
        Runnable opened =
                () -> {
                    fill(channel, target, context, ready);
                    channel.pipeline().fireChannelActive();
                };
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                .addLast(
                        new ProxyHandshakeHandler(
                                proxy, target.authority(), handshakeTimeout, opened, failed));
    }

    private void fill(
            Channel channel,
            Target target,
            @Nullable SslContext context,
            Consumer<ChannelPipeline> ready) {
        if (context != null) {
            channel.pipeline().addLast(verifying(context, channel, target));
        }
        ready.accept(channel.pipeline());
    }

    private SslHandler verifying(SslContext context, Channel channel, Target target) {
        SslHandler handler = context.newHandler(channel.alloc(), target.host(), target.port());
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        // Without this the JDK checks the chain, but not whose certificate it is.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return handler;
    }

    private static IOException failure(
            Target target, Optional<ProxyUrl.Address> proxy, Throwable cause) {
        String reason = FailureReason.of(cause);
        return new IOException(
                proxy.map(by -> AccessErrors.proxyUnreachable(by, target.name(), reason))
                        .orElseGet(() -> HandshakeErrors.cannotConnect(target.name(), reason)),
                cause);
    }
}
