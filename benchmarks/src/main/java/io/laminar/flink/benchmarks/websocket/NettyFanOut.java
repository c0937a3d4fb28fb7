// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The limit: a message is framed once into a direct buffer that all channels share, and each
 * channel is flushed once for 256 messages. Nothing else is done: no handler stands in the pipeline
 * and no client is ever too slow. One event loop, as our sink has.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails is a message that is missed.
final class NettyFanOut implements FanOut {

    private static final int BATCH_MESSAGES = 256;
    private static final int MAX_HANDSHAKE_BYTES = 16 * 1024;
    private static final long SHUTDOWN_MILLIS = 5_000;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final int port;

    /** On the event loop. */
    private final List<Channel> clients = new ArrayList<>();

    private List<byte[]> batch = new ArrayList<>(BATCH_MESSAGES);

    NettyFanOut() throws InterruptedException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(new HttpServerCodec())
                                                .addLast(
                                                        new HttpObjectAggregator(
                                                                MAX_HANDSHAKE_BYTES))
                                                .addLast(new Handshake());
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync();
        port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void publish(byte[] message) {
        batch.add(message);
        if (batch.size() == BATCH_MESSAGES) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (!batch.isEmpty()) {
            List<byte[]> messages = batch;
            batch = new ArrayList<>(BATCH_MESSAGES);
            group.execute(() -> broadcast(messages));
        }
    }

    private void broadcast(List<byte[]> messages) {
        for (byte[] message : messages) {
            ByteBuf frame =
                    PooledByteBufAllocator.DEFAULT
                            .directBuffer(BenchMessages.FRAME_BYTES)
                            .writeByte(0x81)
                            .writeByte(126)
                            .writeShort(message.length)
                            .writeBytes(message);
            for (Channel client : clients) {
                client.write(frame.retainedDuplicate(), client.voidPromise());
            }
            frame.release();
        }
        clients.forEach(Channel::flush);
    }

    @Override
    public void close() throws InterruptedException {
        group.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS).await();
    }

    private final class Handshake extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            WebSocketServerHandshaker handshaker =
                    new WebSocketServerHandshakerFactory("ws://localhost/", null, false)
                            .newHandshaker(request);
            Channel channel = context.channel();
            handshaker
                    .handshake(channel, request)
                    .addListener(
                            done -> {
                                channel.pipeline().remove("wsdecoder");
                                channel.pipeline().remove("wsencoder");
                                channel.pipeline().remove(this);
                                clients.add(channel);
                            });
        }
    }
}
