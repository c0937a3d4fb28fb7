// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.autobahn;

import io.laminar.flink.websocket.protocol.ConnectionListener;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.AttributeKey;

/** Sends each message back as it came, which is what the suite expects of either side. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel.
public class Echo implements ConnectionListener {

    private static final AttributeKey<Boolean> IS_TEXT =
            AttributeKey.valueOf(Echo.class, "is text");

    @Override
    public void onOpen(Channel channel) {
        // A listener doesn't hear what kind a message is of; the connector has no use for that.
        channel.pipeline().addBefore("frames", "kinds", new Kinds());
    }

    @Override
    public final void onMessage(Channel channel, byte[] message) {
        echo(channel, message, channel.attr(IS_TEXT).get());
        channel.flush();
    }

    protected void echo(Channel channel, byte[] message, boolean isText) {
        channel.write(
                isText
                        ? new TextWebSocketFrame(Unpooled.wrappedBuffer(message))
                        : new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    }

    @Override
    public void onOversizedMessage(Channel channel) {}

    @Override
    public void onClosed(Channel channel, String reason) {}

    private static final class Kinds extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof TextWebSocketFrame) {
                context.channel().attr(IS_TEXT).set(true);
            } else if (frame instanceof BinaryWebSocketFrame) {
                context.channel().attr(IS_TEXT).set(false);
            }
            context.fireChannelRead(frame);
        }
    }
}
