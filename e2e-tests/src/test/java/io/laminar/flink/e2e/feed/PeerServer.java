// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.feed;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket server on a port of this machine; what it says is up to its {@link Behaviour}.
 *
 * <p>Threads: one, which runs all of the behaviour. The methods are for other threads.
 */
final class PeerServer implements AutoCloseable {

    /** What it does with its connections. */
    interface Behaviour {

        /** The handshake is done. */
        default void onOpen(Channel connection, HttpHeaders handshake) {}

        default void onText(Channel connection, String text) {}

        default void onClosed(Channel connection) {}
    }

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final Set<Channel> open = new LinkedHashSet<>();
    private final Behaviour behaviour;
    private final int port;

    private PeerServer(Behaviour behaviour) throws InterruptedException {
        this.behaviour = behaviour;
        Channel listener =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(new Pipeline())
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
        this.port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    static PeerServer start(Behaviour behaviour) throws InterruptedException {
        return new PeerServer(behaviour);
    }

    int port() {
        return port;
    }

    /** Runs the task again and again on the thread of the behaviour. */
    void repeat(Duration interval, Runnable task) {
        var unused = loop.scheduleAtFixedRate(task, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the task on the thread of the behaviour. */
    <T> T call(Callable<T> task) throws Exception {
        return loop.submit(task).get(30, TimeUnit.SECONDS);
    }

    /** Reads no more from the connections that there are: what comes stays in their sockets. */
    void hang() throws Exception {
        for (Channel connection : call(() -> List.copyOf(open))) {
            connection.config().setAutoRead(false);
        }
    }

    /**
     * Resets every connection, as the death of a process does. It goes on listening: another
     * process could take the port meanwhile.
     */
    void reset() throws Exception {
        for (Channel connection : call(() -> List.copyOf(open))) {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            connection.close().sync();
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(65536))
                    .addLast(
                            new WebSocketServerProtocolHandler(
                                    "/",
                                    /* subprotocols= */ null,
                                    /* allowExtensions= */ true,
                                    65536,
                                    false,
                                    true))
                    .addLast(new Connection());
        }
    }

    private final class Connection extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            open.add(context.channel());
            context.fireChannelActive();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete handshake) {
                behaviour.onOpen(context.channel(), handshake.requestHeaders());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            open.remove(context.channel());
            behaviour.onClosed(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text) {
                behaviour.onText(context.channel(), text.text());
            }
        }
    }
}
