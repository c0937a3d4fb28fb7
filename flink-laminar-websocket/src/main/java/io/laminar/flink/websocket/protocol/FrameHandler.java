// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection after its handshake: messages, pongs, closing (RFC 6455, sections 5 to 7).
 *
 * <p>Bounded whatever the peer does: at most one pong is unwritten at a time (section 5.5.3 allows
 * to answer only the latest ping), and once it closes, for whatever reason, nothing is kept.
 *
 * <p>Threads: the connection's event loop only.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class FrameHandler extends ChannelDuplexHandler {

    /**
     * For the peer to take a close frame, and to answer it; it may still be sending a message
     * meanwhile.
     */
    private static final long CLOSE_MILLIS = 2_000;

    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final boolean closesFirst;
    private final MessageAssembler assembler;
    private final Liveness liveness;

    private boolean closing;
    private String closeReason = "the peer closed the connection without a close frame";

    private boolean pongUnwritten;
    private @Nullable ByteBuf latestPing;

    private FrameHandler(
            Channel channel,
            ConnectionSettings settings,
            ConnectionListener listener,
            boolean closesFirst) {
        this.settings = settings;
        this.listener = listener;
        this.closesFirst = closesFirst;
        this.assembler = new MessageAssembler(settings.maxMessageBytes());
        this.liveness =
                new Liveness(
                        channel,
                        settings,
                        reason -> {
                            leave(reason);
                            channel.close();
                        },
                        reason -> {
                            listener.onIdle(channel);
                            close(
                                    channel.pipeline().context(this),
                                    WebSocketCloseStatus.ENDPOINT_UNAVAILABLE,
                                    reason);
                        });
    }

    /**
     * Opens the connection to messages, and takes the place of the handler that has finished the
     * handshake.
     *
     * @param closesFirst whether this is the server, which is to end the TCP connection, while a
     *     client waits for that (section 7.1.1)
     * @param compression what was agreed on; null for none
     */
    static void install(
            ChannelHandlerContext handshake,
            ConnectionSettings settings,
            ConnectionListener listener,
            boolean closesFirst,
            @Nullable PerMessageDeflate compression) {
        FrameHandler frames =
                new FrameHandler(handshake.channel(), settings, listener, closesFirst);
        ChannelPipeline pipeline = handshake.pipeline();
        pipeline.addAfter(handshake.name(), "frames", frames)
                .addAfter(handshake.name(), "utf8", new TextValidator());
        if (compression != null) {
            compression.attachTo(handshake.channel());
            pipeline.addAfter(handshake.name(), "compression", new CompressionHandler(compression));
        }
        pipeline.remove(handshake.handler());
        // First, since the listener may close the connection at once, which ends the watch.
        frames.liveness.start();
        listener.onOpen(handshake.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        liveness.heard();
        try {
            if (!closing && received instanceof WebSocketFrame frame) {
                read(context, frame);
            } else if (received instanceof CloseWebSocketFrame) {
                // The answer to ours, which is not answered: nothing is left to wait for.
                context.close();
            }
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        liveness.readCompleted();
        listener.onReadComplete(context.channel());
        context.fireChannelReadComplete();
    }

    private void read(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            answer(context, frame.content());
        } else if (frame instanceof CloseWebSocketFrame close) {
            leave("the peer closed the connection " + statusOf(close));
            // The close frame of RFC 6455, section 5.5.1: the same status back, then the end.
            context.writeAndFlush(close.retainedDuplicate())
                    .addListener(ChannelFutureListener.CLOSE);
            closeWithin(context, CLOSE_MILLIS);
        } else if (!(frame instanceof PongWebSocketFrame)) {
            readData(context, frame);
        }
    }

    private static String statusOf(CloseWebSocketFrame close) {
        if (close.statusCode() < 0) {
            return "without a status";
        }
        String reason = close.reasonText();
        return "with status "
                + close.statusCode()
                + (reason.isEmpty() ? "" : " (" + Printable.text(reason) + ")");
    }

    private void readData(ChannelHandlerContext context, WebSocketFrame frame) {
        liveness.heardMessage();
        try {
            byte[] message = assembler.add(frame);
            if (message != null) {
                listener.onMessage(context.channel(), message);
            }
        } catch (MessageAssembler.MessageTooLargeException e) {
            violation(context, WebSocketCloseStatus.MESSAGE_TOO_BIG, "message too large");
        }
    }

    private void answer(ChannelHandlerContext context, ByteBuf ping) {
        if (pongUnwritten) {
            ReferenceCountUtil.release(latestPing);
            latestPing = ping.retain();
            return;
        }
        pongUnwritten = true;
        context.writeAndFlush(new PongWebSocketFrame(ping.retain()))
                .addListener(written -> answerLatest(context));
    }

    private void answerLatest(ChannelHandlerContext context) {
        pongUnwritten = false;
        ByteBuf ping = latestPing;
        latestPing = null;
        if (ping != null) {
            if (!closing && context.channel().isActive()) {
                answer(context, ping);
            }
            ping.release();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf frame) {
            liveness.accepted(frame.readableBytes());
        } else if (message instanceof TextWebSocketFrame
                || message instanceof BinaryWebSocketFrame) {
            liveness.accepted(((WebSocketFrame) message).content().readableBytes());
        } else if (message instanceof CloseWebSocketFrame close) {
            leave(
                    String.format(
                            "closed with status %d (%s)", close.statusCode(), close.reasonText()));
            // The frame may wait behind data; whoever takes none of it is as good as gone.
            closeWithin(context, settings.pingTimeout().toMillis());
        }
        context.write(message, promise);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        liveness.readRequested();
        context.read();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        liveness.writabilityChanged();
        if (context.channel().isWritable() && !closing) {
            listener.onWritable(context.channel());
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leave(closeReason);
        ReferenceCountUtil.release(latestPing);
        latestPing = null;
        listener.onClosed(context.channel(), closeReason);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (closing) {
            return;
        }
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violation(context, corrupted.closeStatus(), String.valueOf(corrupted.getMessage()));
        } else {
            leave("the connection broke: " + Printable.text(String.valueOf(cause)));
            context.close();
        }
    }

    private void violation(
            ChannelHandlerContext context, WebSocketCloseStatus status, String reason) {
        if (status.code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
            listener.onOversizedMessage(context.channel());
        }
        context.channel().config().setAutoRead(true);
        close(context, status, reason);
    }

    /**
     * Tells the peer why and closes, first this side only. The socket is read to its end or for a
     * while: closing it with input unread would reset the connection, and the peer would never see
     * the status.
     */
    private void close(ChannelHandlerContext context, WebSocketCloseStatus status, String reason) {
        leave(String.format("closed with status %d (%s)", status.code(), Printable.text(reason)));
        ChannelFuture written = context.writeAndFlush(new CloseWebSocketFrame(status));
        if (closesFirst) {
            written.addListener(done -> endOutput(context.channel()));
        }
        closeWithin(context, CLOSE_MILLIS);
    }

    /** Neither messages nor pongs matter any more. */
    private void leave(String reason) {
        closing = true;
        closeReason = reason;
        assembler.clear();
        liveness.stop();
    }

    private static void closeWithin(ChannelHandlerContext context, long millis) {
        Future<?> end =
                context.executor().schedule(() -> context.close(), millis, TimeUnit.MILLISECONDS);
        // The timer would keep what belongs to the connection.
        context.channel().closeFuture().addListener(closed -> end.cancel(false));
    }

    /**
     * The peer sees that nothing follows, and closes its side: what it answers can't be told any
     * more behind a broken frame. Under TLS, an end without a word would look like an attack.
     */
    private static void endOutput(Channel channel) {
        if (channel instanceof DuplexChannel socket
                && channel.pipeline().get(SslHandler.class) == null) {
            socket.shutdownOutput();
        }
    }
}
