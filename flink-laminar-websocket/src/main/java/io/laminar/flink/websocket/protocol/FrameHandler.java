// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection after its handshake: messages, pings, pongs, closing (RFC 6455, sections 5 to 7).
 *
 * <p>Bounded whatever the peer does: at most one pong is unwritten at a time (section 5.5.3 allows
 * to answer only the latest ping), and after a violation nothing is kept.
 *
 * <p>Threads: the connection's event loop only.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
final class FrameHandler extends ChannelDuplexHandler {

    /** For the peer to answer a close frame; it may still be sending a message meanwhile. */
    private static final long CLOSE_ANSWER_MILLIS = 2_000;

    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final MessageAssembler assembler;
    private final boolean mayNotIdle;

    private boolean closing;
    private String closeReason = "the peer closed the connection without a close frame";

    private boolean heardSincePing;
    private long readRequestedNanos = System.nanoTime();
    private long acceptedBytes;
    private long takenBytesAtPing;
    private boolean wasFullSincePing;

    private long messageNanos = System.nanoTime();

    private boolean pongUnwritten;
    private @Nullable ByteBuf latestPing;

    private FrameHandler(ConnectionSettings settings, ConnectionListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.assembler = new MessageAssembler(settings.maxMessageBytes());
        this.mayNotIdle = !settings.idleTimeout().isZero();
    }

    /**
     * Opens the connection to messages, and takes the place of the handler that has finished the
     * handshake.
     *
     * @param compression what was agreed on; null for none
     */
    static void install(
            ChannelHandlerContext handshake,
            ConnectionSettings settings,
            ConnectionListener listener,
            @Nullable PerMessageDeflate compression) {
        FrameHandler frames = new FrameHandler(settings, listener);
        ChannelPipeline pipeline = handshake.pipeline();
        pipeline.addAfter(handshake.name(), "frames", frames)
                .addAfter(handshake.name(), "utf8", new TextValidator());
        if (compression != null) {
            compression.attachTo(handshake.channel());
            pipeline.addAfter(handshake.name(), "compression", new CompressionHandler(compression));
        }
        pipeline.remove(handshake.handler());
        frames.open(pipeline.context(frames));
    }

    private void open(ChannelHandlerContext context) {
        listener.onOpen(context.channel());
        schedulePing(context, settings.pingInterval().toMillis());
        if (mayNotIdle) {
            scheduleIdleCheck(context, settings.idleTimeout().toMillis());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        heardSincePing = true;
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
        listener.onReadComplete(context.channel());
        context.fireChannelReadComplete();
    }

    private void read(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            answer(context, frame.content());
        } else if (frame instanceof CloseWebSocketFrame close) {
            closing = true;
            closeReason =
                    "the peer closed the connection with status "
                            + close.statusCode()
                            + (close.reasonText().isEmpty()
                                    ? ""
                                    : " (" + Printable.text(close.reasonText()) + ")");
            // The close frame of RFC 6455, section 5.5.1: the same status back, then the end.
            context.writeAndFlush(close.retainedDuplicate())
                    .addListener(ChannelFutureListener.CLOSE);
        } else if (!(frame instanceof PongWebSocketFrame)) {
            readData(context, frame);
        }
    }

    private void readData(ChannelHandlerContext context, WebSocketFrame frame) {
        if (mayNotIdle) {
            messageNanos = System.nanoTime();
        }
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
            if (context.channel().isActive()) {
                answer(context, ping);
            }
            ping.release();
        }
    }

    private void schedulePing(ChannelHandlerContext context, long delayMillis) {
        if (!settings.pingInterval().isZero()) {
            context.executor().schedule(() -> ping(context), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void ping(ChannelHandlerContext context) {
        if (closing || !context.channel().isActive()) {
            return;
        }
        heardSincePing = false;
        noteProgress(context.channel());
        context.writeAndFlush(new PingWebSocketFrame());
        scheduleCheck(context, settings.pingTimeout().toMillis());
    }

    private void scheduleCheck(ChannelHandlerContext context, long delayMillis) {
        context.executor().schedule(() -> checkAlive(context), delayMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * A peer is judged only if its pong could have been seen: while this side does not read (back
     * pressure), or while the ping waits behind data that a slow reader still takes, it has not
     * failed to answer.
     */
    private void checkAlive(ChannelHandlerContext context) {
        if (closing || !context.channel().isActive()) {
            return;
        }
        long timeoutMillis = settings.pingTimeout().toMillis();
        long readMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readRequestedNanos);
        if (heardSincePing) {
            schedulePing(context, Math.max(0, settings.pingInterval().toMillis() - timeoutMillis));
        } else if (!context.channel().config().isAutoRead()) {
            scheduleCheck(context, timeoutMillis);
        } else if (wasFullSincePing && takenBytes(context.channel()) > takenBytesAtPing) {
            noteProgress(context.channel());
            scheduleCheck(context, timeoutMillis);
        } else if (readMillis < timeoutMillis) {
            scheduleCheck(context, timeoutMillis - readMillis);
        } else {
            closeReason =
                    String.format("the peer did not answer a ping within %d ms", timeoutMillis);
            context.close();
        }
    }

    private void noteProgress(Channel channel) {
        takenBytesAtPing = takenBytes(channel);
        wasFullSincePing = !channel.isWritable();
    }

    private void scheduleIdleCheck(ChannelHandlerContext context, long delayMillis) {
        context.executor().schedule(() -> checkIdle(context), delayMillis, TimeUnit.MILLISECONDS);
    }

    /** While this side does not read (back pressure), silence is not the peer's. */
    private void checkIdle(ChannelHandlerContext context) {
        if (closing || !context.channel().isActive()) {
            return;
        }
        if (!context.channel().config().isAutoRead()) {
            messageNanos = System.nanoTime();
        }
        long timeoutMillis = settings.idleTimeout().toMillis();
        long idleMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - messageNanos);
        if (idleMillis < timeoutMillis) {
            scheduleIdleCheck(context, timeoutMillis - idleMillis);
            return;
        }
        listener.onIdle(context.channel());
        close(
                context,
                WebSocketCloseStatus.ENDPOINT_UNAVAILABLE,
                String.format("no message within %d ms", timeoutMillis));
    }

    /** What the socket took so far; the outbound buffer counts some bytes more for each entry. */
    private long takenBytes(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return acceptedBytes - (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf frame) {
            acceptedBytes += frame.readableBytes();
        } else if (message instanceof TextWebSocketFrame
                || message instanceof BinaryWebSocketFrame) {
            acceptedBytes += ((WebSocketFrame) message).content().readableBytes();
        } else if (message instanceof CloseWebSocketFrame close) {
            closing = true;
            closeReason =
                    String.format(
                            "closed with status %d (%s)", close.statusCode(), close.reasonText());
            // The frame may wait behind data; whoever takes none of it is as good as gone.
            context.executor()
                    .schedule(
                            () -> context.close(),
                            settings.pingTimeout().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        context.write(message, promise);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        readRequestedNanos = System.nanoTime();
        context.read();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        wasFullSincePing = true;
        if (context.channel().isWritable() && !closing) {
            listener.onWritable(context.channel());
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
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
            closeReason = "the connection broke: " + Printable.text(String.valueOf(cause));
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
        closing = true;
        closeReason =
                String.format("closed with status %d (%s)", status.code(), Printable.text(reason));
        context.writeAndFlush(new CloseWebSocketFrame(status))
                .addListener(written -> endOutput(context.channel()));
        context.executor()
                .schedule(() -> context.close(), CLOSE_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
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
