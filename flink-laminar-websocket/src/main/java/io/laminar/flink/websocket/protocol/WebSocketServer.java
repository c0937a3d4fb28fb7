// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.laminar.flink.sdk.secret.UnresolvedSecretException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one address; the loop's closing closes it and its connections.
 *
 * <p>Past {@code maxConnections} a client is answered with HTTP 503; who else is not let in is said
 * by the {@link HandshakeRules}.
 */
@Internal
public final class WebSocketServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketServer.class);

    /** The attempt before may still be closing; its sockets are gone within a few seconds. */
    private static final Duration BIND_PATIENCE = Duration.ofSeconds(5);

    private static final long BIND_RETRY_MILLIS = 200;

    /** A handshake has none; a stray request may have some and still get a telling answer. */
    private static final int MAX_BODY_BYTES = 4 * 1024;

    private final EventLoop loop;
    private final BindAddress address;
    private final ConnectionSettings settings;
    private final HandshakeRules rules;
    private final ConnectionListener listener;
    private final Admission admission;
    private final WriteBufferWaterMark outbound;

    /**
     * Prepares a server.
     *
     * @param outboundBytes bytes that may wait for one client until {@code isWritable} of its
     *     channel turns false; it turns true again at half of them
     */
    public WebSocketServer(
            EventLoop loop,
            BindAddress address,
            int maxConnections,
            int outboundBytes,
            ConnectionSettings settings,
            HandshakeRules rules,
            ConnectionListener listener) {
        this.loop = loop;
        this.address = address;
        this.settings = settings;
        this.rules = rules;
        this.listener = listener;
        this.admission = new Admission(maxConnections);
        this.outbound = new WriteBufferWaterMark(outboundBytes / 2, outboundBytes);
    }

    /**
     * Binds the address; a busy port is tried again for a few seconds.
     *
     * @return the bound port; or fails with an exception whose message is for users
     */
    public CompletableFuture<Integer> start() {
        CompletableFuture<Integer> boundPort = new CompletableFuture<>();
        Gatekeeper gatekeeper;
        SslContext tls;
        try {
            gatekeeper = new Gatekeeper(rules);
            tls = TlsContexts.server(settings.tls());
        } catch (IllegalArgumentException | UnresolvedSecretException e) {
            boundPort.completeExceptionally(new IOException(e.getMessage(), e));
            return boundPort;
        } catch (IOException e) {
            boundPort.completeExceptionally(e);
            return boundPort;
        }
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loop.group())
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.ALLOCATOR, Buffers.allocator())
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, outbound)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accept(channel, gatekeeper, tls);
                                    }
                                });
        bind(bootstrap, System.nanoTime() + BIND_PATIENCE.toNanos(), boundPort);
        return boundPort;
    }

    private void bind(
            ServerBootstrap bootstrap, long deadlineNanos, CompletableFuture<Integer> boundPort) {
        ChannelFuture bound = bootstrap.bind(address.toSocketAddress());
        bound.addListener(
                done -> {
                    if (done.isSuccess()) {
                        loop.own(bound.channel());
                        int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
                        LOG.info("Listening for WebSocket clients on {}:{}", address.host(), port);
                        boundPort.complete(port);
                    } else if (loop.isClosing()) {
                        boundPort.cancel(/* mayInterruptIfRunning= */ false);
                    } else if (!isBusy(done.cause())) {
                        boundPort.completeExceptionally(failure(done.cause()));
                    } else if (System.nanoTime() - deadlineNanos < 0) {
                        loop.schedule(
                                () -> bind(bootstrap, deadlineNanos, boundPort), BIND_RETRY_MILLIS);
                    } else {
                        boundPort.completeExceptionally(
                                new IOException(
                                        WebSocketErrors.portInUse(address, BIND_PATIENCE),
                                        done.cause()));
                    }
                });
    }

    /** A busy port and an address of another machine are both a BindException. */
    private static boolean isBusy(Throwable cause) {
        return cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("already in use");
    }

    private IOException failure(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new IOException(WebSocketErrors.cannotBind(address, reason), cause);
    }

    private void accept(Channel channel, Gatekeeper gatekeeper, @Nullable SslContext tls) {
        loop.own(channel);
        if (tls != null) {
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
            channel.pipeline().addLast(handler);
        }
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                .addLast(new ServerHandshakeHandler(settings, listener, gatekeeper, admission));
    }
}
