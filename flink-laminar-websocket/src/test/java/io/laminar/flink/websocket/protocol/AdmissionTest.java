// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final int MAX_CONNECTIONS = 3;

    private static final ConnectionSettings SETTINGS =
            new ConnectionSettings(
                    Duration.ofSeconds(10),
                    /* pingInterval= */ Duration.ZERO,
                    /* pingTimeout= */ Duration.ofSeconds(10),
                    /* idleTimeout= */ Duration.ZERO,
                    1 << 20,
                    Compression.NONE,
                    TlsStores.NONE);

    private static final ConnectionListener LISTENER =
            new ConnectionListener() {
                @Override
                public void onOpen(Channel channel) {}

                @Override
                public void onMessage(Channel channel, byte[] message) {}

                @Override
                public void onOversizedMessage(Channel channel) {}

                @Override
                public void onClosed(Channel channel, String reason) {}
            };

    private final Admission admission = new Admission(MAX_CONNECTIONS);

    @Test
    void boundsTheConnectionsThatWaitForTheirHandshake() {
        List<EmbeddedChannel> waiting = new ArrayList<>();
        for (int i = 0; i < MAX_CONNECTIONS + Admission.WAITING_BEYOND; i++) {
            waiting.add(connect());
        }
        assertThat(waiting).allMatch(Channel::isOpen);
        assertThat(connect().isOpen()).isFalse();
        waiting.get(0).finishAndReleaseAll();
        waiting.get(0).runPendingTasks();
        assertThat(connect().isOpen()).isTrue();
        assertThat(connect().isOpen()).isFalse();
        waiting.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    /** Each would keep its connection until it is due, and so no bound would hold. */
    @Test
    void leavesNoTimerOfAConnectionThatHasGone() {
        EmbeddedChannel channel = connect();
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        // Closing this channel would itself forget the timer.
        channel.pipeline().remove(ServerHandshakeHandler.class);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
        channel.finishAndReleaseAll();
    }

    private EmbeddedChannel connect() {
        EmbeddedChannel channel =
                new EmbeddedChannel(
                        new ServerHandshakeHandler(
                                SETTINGS,
                                LISTENER,
                                new Gatekeeper(HandshakeRules.NONE),
                                admission));
        channel.runPendingTasks();
        return channel;
    }
}
