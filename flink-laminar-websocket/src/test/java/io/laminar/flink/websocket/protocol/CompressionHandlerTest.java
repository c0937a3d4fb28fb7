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
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionHandlerTest {

    private static final int BOUND = 100_000;

    @Test
    void inflatesNoMoreOnceTheConnectionIsBeingClosed() {
        Bound bound = new Bound();
        EmbeddedChannel channel = new EmbeddedChannel(new CompressionHandler(agreed()), bound);
        try (PeerCompression peer = new PeerCompression()) {
            // A frame of 32 KB with 32 MB.
            byte[] bomb = peer.deflate(new byte[1 << 20], 32);
            channel.writeInbound(
                    new BinaryWebSocketFrame(true, 0b100, Unpooled.wrappedBuffer(bomb)));
        }
        assertThat(bound.passedBytes).isBetween(BOUND, BOUND + 8 * 1024);
        channel.finishAndReleaseAll();
    }

    @Test
    void holdsFramesAsTheyAreWhileReadingIsTurnedOff() {
        Stops stops = new Stops();
        EmbeddedChannel channel = new EmbeddedChannel(new CompressionHandler(agreed()), stops);
        try (PeerCompression peer = new PeerCompression()) {
            channel.writeInbound(
                    compressed(peer.deflate("first")),
                    compressed(peer.deflate("second")),
                    new TextWebSocketFrame("third"),
                    new TextWebSocketFrame(true, 0b100, "no DEFLATE"));
        }
        assertThat(stops.heard).containsExactly("first", "read");
        channel.config().setAutoRead(true);
        assertThat(stops.heard).hasSize(4).endsWith("second", "read");
        channel.config().setAutoRead(true);
        assertThat(stops.heard).hasSize(6).endsWith("third", "read");
        channel.config().setAutoRead(true);
        assertThat(stops.heard).endsWith("third", "read", "not compressed by DEFLATE", "read");
        channel.finishAndReleaseAll();
    }

    private static PerMessageDeflate agreed() {
        return PerMessageDeflate.accept(List.of("permessage-deflate"), Compression.WITH_HISTORY)
                .orElseThrow();
    }

    private static WebSocketFrame compressed(byte[] message) {
        return new TextWebSocketFrame(true, 0b100, Unpooled.wrappedBuffer(message));
    }

    /** Turns reading off after each message. */
    private static final class Stops extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final List<String> heard = new ArrayList<>();

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            heard.add(frame.content().toString(StandardCharsets.UTF_8));
            context.channel().config().setAutoRead(false);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            heard.add("read");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            heard.add(String.valueOf(cause.getMessage()));
        }
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
