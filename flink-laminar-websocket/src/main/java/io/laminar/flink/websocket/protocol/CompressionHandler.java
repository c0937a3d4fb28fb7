// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * {@code permessage-deflate} between the frame codec and the handlers of messages (RFC 7692).
 *
 * <p>A compressed message goes on as fragments of some kilobytes, so that its bound holds while it
 * is inflated: once the handlers behind have begun to close the connection, because the message is
 * too large or no UTF-8, nothing more of it is inflated.
 *
 * <p>While reading is turned off, frames that one read of the socket has brought along wait as they
 * are: a thousand times as much may come of them. They are lost with the connection, like what its
 * socket holds.
 *
 * <p>Netty's own handlers make one buffer of a frame, whatever it inflates to.
 *
 * <p>Threads: the connection's event loop only. Native memory is held from the first message that
 * needs it, and let go with the connection at the latest.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The promise is the caller's.
final class CompressionHandler extends ChannelDuplexHandler {

    private static final int PIECE_BYTES = 8 * 1024;

    /** "Compressed": the only reserved bit that the extension knows, on a message's first frame. */
    private static final int RSV1 = 0b100;

    /** What each message ends in before it is sent, RFC 7692, section 7.2.1. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final PerMessageDeflate agreed;
    private final MessageDeflater deflater = new MessageDeflater();
    private @Nullable Inflater inflater;

    private final Queue<WebSocketFrame> held = new ArrayDeque<>();

    private boolean isClosing;
    private boolean isInflating;
    private boolean isText;
    private boolean hasPassedPiece;
    private ByteBuf piece = Unpooled.EMPTY_BUFFER;

    CompressionHandler(PerMessageDeflate agreed) {
        this.agreed = agreed;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        if (!(received instanceof WebSocketFrame frame)) {
            context.fireChannelRead(received);
        } else if (held.isEmpty() && context.channel().config().isAutoRead()) {
            pass(context, frame);
        } else {
            held.add(frame);
        }
    }

    /** What is held comes before what the socket has. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (held.isEmpty()) {
            context.read();
        } else {
            // Later: whoever turns reading on is not ready for messages before that is done.
            context.executor().execute(() -> passHeld(context));
        }
    }

    private void passHeld(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        try {
            while (!held.isEmpty() && context.channel().config().isAutoRead()) {
                pass(context, held.remove());
            }
        } catch (RuntimeException e) {
            context.fireExceptionCaught(e);
        }
        context.fireChannelReadComplete();
        if (context.channel().config().isAutoRead()) {
            read(context);
        }
    }

    private void pass(ChannelHandlerContext context, WebSocketFrame frame) {
        boolean begins = isMessage(frame);
        if (frame.rsv() != 0 && !(begins && frame.rsv() == RSV1)) {
            frame.release();
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits that mean nothing here");
        }
        if (frame.rsv() == RSV1) {
            isInflating = true;
            isText = frame instanceof TextWebSocketFrame;
            hasPassedPiece = false;
        }
        if (isInflating && (begins || frame instanceof ContinuationWebSocketFrame)) {
            try {
                inflate(context, frame);
            } catch (DataFormatException e) {
                throw new CorruptedWebSocketFrameException(
                        WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "not compressed by DEFLATE", e);
            } finally {
                frame.release();
            }
        } else {
            context.fireChannelRead(frame);
        }
    }

    private static boolean isMessage(Object written) {
        return written instanceof TextWebSocketFrame || written instanceof BinaryWebSocketFrame;
    }

    private void inflate(ChannelHandlerContext context, WebSocketFrame frame)
            throws DataFormatException {
        if (inflater == null) {
            inflater = new Inflater(/* nowrap= */ true);
        }
        inflate(context, inflater, frame.content().nioBuffer());
        if (!frame.isFinalFragment()) {
            if (piece.isReadable()) {
                passPiece(context, /* isLast= */ false);
            }
            return;
        }
        inflate(context, inflater, ByteBuffer.wrap(TAIL));
        isInflating = false;
        if (!agreed.peerKeepsHistory()) {
            inflater.end();
            inflater = null;
        }
        passPiece(context, /* isLast= */ true);
    }

    private void inflate(ChannelHandlerContext context, Inflater source, ByteBuffer input)
            throws DataFormatException {
        source.setInput(input);
        while (!isClosing) {
            if (!piece.isWritable()) {
                if (piece.isReadable()) {
                    passPiece(context, /* isLast= */ false);
                }
                piece = context.alloc().heapBuffer(PIECE_BYTES, PIECE_BYTES);
                continue;
            }
            int start = piece.writerIndex();
            int bytes = source.inflate(piece.internalNioBuffer(start, piece.writableBytes()));
            piece.writerIndex(start + bytes);
            if (bytes == 0) {
                if (!source.finished()) {
                    return;
                }
                // A final block inside of a message: the sender has begun anew after it.
                source.reset();
                source.setInput(input);
            }
        }
    }

    private void passPiece(ChannelHandlerContext context, boolean isLast) {
        ByteBuf content = piece;
        piece = Unpooled.EMPTY_BUFFER;
        WebSocketFrame fragment =
                hasPassedPiece
                        ? new ContinuationWebSocketFrame(isLast, 0, content)
                        : isText
                                ? new TextWebSocketFrame(isLast, 0, content)
                                : new BinaryWebSocketFrame(isLast, 0, content);
        hasPassedPiece = true;
        context.fireChannelRead(fragment);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof CloseWebSocketFrame) {
            isClosing = true;
        }
        context.write(
                isMessage(message) ? compressed(context, (WebSocketFrame) message) : message,
                promise);
    }

    /** The frame itself if it must not be compressed, or if nothing is gained by it. */
    private WebSocketFrame compressed(ChannelHandlerContext context, WebSocketFrame frame) {
        ByteBuf content = frame.content();
        if (!frame.isFinalFragment() || !agreed.allows(content.readableBytes())) {
            return frame;
        }
        ByteBuf compressed = deflater.deflate(content.nioBuffer(), context.alloc());
        if (compressed == null) {
            return frame;
        }
        frame.release();
        return frame instanceof TextWebSocketFrame
                ? new TextWebSocketFrame(/* finalFragment= */ true, RSV1, compressed)
                : new BinaryWebSocketFrame(/* finalFragment= */ true, RSV1, compressed);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        piece.release();
        deflater.close();
        if (inflater != null) {
            inflater.end();
        }
    }
}
