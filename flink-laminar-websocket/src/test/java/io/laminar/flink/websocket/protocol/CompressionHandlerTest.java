// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.testing.PeerCompression;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionHandlerTest {

    private static final int BOUND = 100_000;

    @Test
    void inflatesNoMoreOnceTheConnectionIsBeingClosed() {
        PerMessageDeflate agreed =
                PerMessageDeflate.accept(List.of("permessage-deflate"), Compression.WITH_HISTORY)
                        .orElseThrow();
        Bound bound = new Bound();
        EmbeddedChannel channel = new EmbeddedChannel(new CompressionHandler(agreed), bound);
        try (PeerCompression peer = new PeerCompression()) {
            // A frame of 32 KB with 32 MB.
            byte[] bomb = peer.deflate(new byte[1 << 20], 32);
            channel.writeInbound(
                    new BinaryWebSocketFrame(true, 0b100, Unpooled.wrappedBuffer(bomb)));
        }
        assertThat(bound.passedBytes).isBetween(BOUND, BOUND + 8 * 1024);
        channel.finishAndReleaseAll();
    }

    /** Closes as {@link FrameHandler} does. */
    private static final class Bound extends SimpleChannelInboundHandler<WebSocketFrame> {

        private int passedBytes;

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // Nothing waits for it.
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            passedBytes += frame.content().readableBytes();
            if (passedBytes > BOUND) {
                context.writeAndFlush(
                        new CloseWebSocketFrame(WebSocketCloseStatus.MESSAGE_TOO_BIG));
            }
        }
    }
}
