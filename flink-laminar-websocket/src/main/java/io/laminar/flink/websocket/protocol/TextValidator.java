// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Lets text messages through only if they are UTF-8 (RFC 6455, section 8.1). Each frame is judged
 * as it comes, so that the violation is noticed before the message ends.
 *
 * <p>Threads: the connection's event loop only.
 */
final class TextValidator extends ChannelInboundHandlerAdapter {

    private final Utf8 utf8 = new Utf8();
    private boolean isText;

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        if (received instanceof TextWebSocketFrame) {
            isText = true;
            utf8.begin();
        } else if (received instanceof BinaryWebSocketFrame) {
            isText = false;
        }
        if (isText
                && (received instanceof TextWebSocketFrame
                        || received instanceof ContinuationWebSocketFrame)
                && !isValid((WebSocketFrame) received)) {
            ((WebSocketFrame) received).release();
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "bytes are not UTF-8");
        }
        context.fireChannelRead(received);
    }

    private boolean isValid(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        int length = content.readableBytes();
        boolean isValid =
                content.hasArray()
                        ? utf8.accepts(
                                content.array(),
                                content.arrayOffset() + content.readerIndex(),
                                length)
                        : utf8.accepts(ByteBufUtil.getBytes(content), 0, length);
        return isValid && !(frame.isFinalFragment() && utf8.isInsideCharacter());
    }
}
