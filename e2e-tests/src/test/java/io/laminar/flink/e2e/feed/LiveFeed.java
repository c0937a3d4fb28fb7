// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.feed;

import static io.netty.channel.ChannelFutureListener.CLOSE_ON_FAILURE;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * A WebSocket server that sends one message a tick, numbered 1, 2, 3, … without regard to who
 * listens: as from a real feed, what is sent while nobody is connected is gone.
 *
 * <p>Threads: all state belongs to the one event loop thread; the methods may be called from any
 * other.
 */
public final class LiveFeed implements AutoCloseable {

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final LongFunction<String> message;
    private final Channel server;
    private final Future<?> ticking;

    private final Set<Channel> open = new LinkedHashSet<>();
    private final List<Long> firstOfEachConnection = new ArrayList<>();
    private final List<HttpHeaders> handshakes = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private long number;
    private long lastSent;
    private boolean paused;

    private LiveFeed(Duration interval, LongFunction<String> message) throws InterruptedException {
        this.message = message;
        this.server =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(new Pipeline())
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
        this.ticking =
                loop.scheduleAtFixedRate(this::tick, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Starts a feed on a free port of this machine whose messages {@code message} makes from their
     * numbers.
     */
    public static LiveFeed start(Duration interval, LongFunction<String> message)
            throws InterruptedException {
        return new LiveFeed(interval, message);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /**
     * For each connection that was ever opened, in order: the number of the first message for it.
     */
    public List<Long> firstOfEachConnection() throws Exception {
        return onLoop(() -> List.copyOf(firstOfEachConnection));
    }

    /** The headers that each connection was opened with, in order. */
    public List<HttpHeaders> handshakes() throws Exception {
        return onLoop(() -> List.copyOf(handshakes));
    }

    /** The text messages of all clients. */
    public List<String> heard() throws Exception {
        return onLoop(() -> List.copyOf(heard));
    }

    /** Sends no more; returns the number of the last message that was sent to anyone. */
    public long pause() throws Exception {
        return onLoop(
                () -> {
                    paused = true;
                    return lastSent;
                });
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get(30, TimeUnit.SECONDS);
    }

    private void tick() {
        if (paused) {
            return;
        }
        number++;
        String text = message.apply(number);
        for (Channel channel : open) {
            channel.writeAndFlush(new TextWebSocketFrame(text)).addListener(CLOSE_ON_FAILURE);
            lastSent = number;
        }
    }

    @Override
    public void close() {
        ticking.cancel(/* mayInterruptIfRunning= */ false);
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
                    .addLast(new Listener());
        }
    }

    /** Enters a connection into the audience when its handshake is done. */
    private final class Listener extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete handshake) {
                handshakes.add(handshake.requestHeaders());
                open.add(context.channel());
                firstOfEachConnection.add(number + 1);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            open.remove(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text) {
                heard.add(text.text());
            }
        }
    }
}
