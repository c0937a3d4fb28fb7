// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameHandlerTest {

    private static final ConnectionSettings SETTINGS =
            new ConnectionSettings(
                    Duration.ofSeconds(10),
                    /* pingInterval= */ Duration.ofSeconds(30),
                    /* pingTimeout= */ Duration.ofSeconds(10),
                    /* idleTimeout= */ Duration.ofHours(1),
                    1 << 20,
                    Compression.NONE,
                    TlsStores.NONE);

    private final List<String> reasons = new ArrayList<>();

    /** Each would keep the connection, and half a message with it, until it is due. */
    @Test
    void leavesNoTimerBehind() {
        EmbeddedChannel channel = open();
        channel.writeInbound(new TextWebSocketFrame(/* finalFragment= */ false, 0, "half"));
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        // Closing this channel would itself forget the timers.
        channel.pipeline().fireChannelInactive();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    @Test
    void saysHowThePeerClosed() {
        open().writeInbound(new CloseWebSocketFrame());
        open().writeInbound(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        open().writeInbound(new CloseWebSocketFrame(4000, "bye\u0007"));
        open().pipeline().fireChannelInactive();
        assertThat(reasons)
                .containsExactly(
                        "the peer closed the connection without a status",
                        "the peer closed the connection with status 1000 (Bye)",
                        "the peer closed the connection with status 4000 ("
                                + Printable.text("bye\u0007")
                                + ")",
                        "the peer closed the connection without a close frame");
    }

    private EmbeddedChannel open() {
        ChannelHandler handshake = new ChannelInboundHandlerAdapter();
        EmbeddedChannel channel = new EmbeddedChannel(handshake);
        FrameHandler.install(
                channel.pipeline().context(handshake),
                SETTINGS,
                new Reasons(reasons),
                /* closesFirst= */ true,
                null);
        return channel;
    }

    private record Reasons(List<String> reasons) implements ConnectionListener {

        @Override
        public void onOpen(Channel channel) {}

        @Override
        public void onMessage(Channel channel, byte[] message) {}

        @Override
        public void onOversizedMessage(Channel channel) {}

        @Override
        public void onClosed(Channel channel, String reason) {
            reasons.add(reason);
        }
    }
}
