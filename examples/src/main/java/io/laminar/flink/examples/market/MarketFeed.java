// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A synthetic market behind a WebSocket server on 127.0.0.1.
 *
 * <p>Guarantee: the first client gets every tick of the plan, one a message, in order. Nothing is
 * dropped: where the client is slow, the feed falls behind its plan. After the last tick the
 * connection stays open. There is no second chance: if the connection breaks, the feed is {@link
 * State#BROKEN}, and no other client is served.
 *
 * <p>Threads: one event loop; the methods from any thread.
 */
final class MarketFeed implements AutoCloseable {

    /** Where a feed is in its plan. */
    enum State {
        /** No client has come yet. */
        WAITING,
        /** Ticks are on their way. */
        SENDING,
        /** Every tick is sent. */
        ENDED,
        /** The client is gone. */
        BROKEN
    }

    static final String PATH = "/ticks";

    private static final int MAX_REQUEST_BYTES = 8192;

    private final EventLoopGroup eventLoop;
    private final Channel server;
    private final FeedProgress progress;

    private MarketFeed(EventLoopGroup eventLoop, Channel server, FeedProgress progress) {
        this.eventLoop = eventLoop;
        this.server = server;
        this.progress = progress;
    }

    /**
     * Listens on a free port.
     *
     * @param clock tells the time of the first tick
     */
    static MarketFeed start(FeedPlan plan, Clock clock) throws IOException {
        FeedProgress progress = new FeedProgress();
        EventLoopGroup eventLoop = new NioEventLoopGroup(1);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(eventLoop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new FirstClientOnly(
                                        () -> new FeedConnection(plan, clock, progress)));
        ChannelFuture bound =
                bootstrap
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            eventLoop.shutdownGracefully().awaitUninterruptibly();
            throw new IOException("The market feed can't listen on 127.0.0.1.", bound.cause());
        }
        return new MarketFeed(eventLoop, bound.channel(), progress);
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    State state() {
        return progress.state();
    }

    /** Ticks that the operating system has taken over. */
    long ticksSent() {
        return progress.ticksSent();
    }

    /** Speaks WebSocket with the first client, and closes the connections of all others. */
    private static final class FirstClientOnly extends ChannelInitializer<Channel> {

        private final AtomicBoolean isTaken = new AtomicBoolean();
        private final Supplier<FeedConnection> connection;

        FirstClientOnly(Supplier<FeedConnection> connection) {
            this.connection = connection;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (isTaken.compareAndSet(false, true)) {
                channel.pipeline()
                        .addLast(
                                new HttpServerCodec(),
                                new HttpObjectAggregator(MAX_REQUEST_BYTES),
                                new WebSocketServerProtocolHandler(PATH),
                                connection.get());
            } else {
                ChannelFuture unused = channel.close();
            }
        }
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        eventLoop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
