// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The limit: a bare client that only counts, or that also decodes each message on its event loop.
 * No validation of text, no pings, no queue, no Flink.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Without a handshake nothing is counted.
final class NettyClient implements FeedReader {

    private static final int MAX_HANDSHAKE_BYTES = 16 * 1024;
    private static final int MAX_FRAME_BYTES = 64 * 1024 * 1024;
    private static final long SHUTDOWN_MILLIS = 5_000;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** What becomes of a message. */
    private interface Work {
        /** Returns how many messages that was. */
        int process(ByteBuf message) throws IOException;
    }

    private NettyClient(String url, Work work) throws InterruptedException {
        URI uri = URI.create(url);
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(new HttpClientCodec())
                                        .addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES))
                                        .addLast(new Handshake(uri, new Counter(work)));
                            }
                        })
                .connect(uri.getHost(), uri.getPort())
                .sync();
    }

    static NettyClient counting(String url) throws InterruptedException {
        return new NettyClient(url, message -> 1);
    }

    static NettyClient decoding(String url, JsonDecoder decoder) throws InterruptedException {
        // A look at the row, so that the work is not optimized away.
        return new NettyClient(
                url, message -> decoder.decode(ByteBufUtil.getBytes(message)).isNullAt(0) ? 0 : 1);
    }

    @Override
    public long count() throws IOException {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IOException("The bare client failed.", cause);
        }
        return count.get();
    }

    @Override
    public void close() throws InterruptedException {
        group.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS).await();
    }

    private final class Handshake extends SimpleChannelInboundHandler<FullHttpResponse> {

        private final WebSocketClientHandshaker handshaker;
        private final Counter counter;

        Handshake(URI uri, Counter counter) {
            this.counter = counter;
            this.handshaker =
                    WebSocketClientHandshakerFactory.newHandshaker(
                            uri,
                            WebSocketVersion.V13,
                            null,
                            /* allowExtensions= */ false,
                            new DefaultHttpHeaders(),
                            MAX_FRAME_BYTES);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            handshaker.handshake(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            context.pipeline().replace(this, "count", counter);
            handshaker.finishHandshake(context.channel(), response);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure.compareAndSet(null, cause);
        }
    }

    private final class Counter extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private final Work work;
        private long done;

        Counter(Work work) {
            this.work = work;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame)
                throws IOException {
            done += work.process(frame.content());
            count.lazySet(done);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure.compareAndSet(null, cause);
        }
    }
}
