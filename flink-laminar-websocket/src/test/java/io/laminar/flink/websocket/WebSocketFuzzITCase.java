// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.ClientUnderAttack;
import io.laminar.flink.websocket.testing.FrameFuzzer;
import io.laminar.flink.websocket.testing.LeakDetection;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ServerUnderAttack;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand frames in each build, a million with the profile {@code fuzz}, in bursts of a few a
 * connection. Another seed each time, which a failure shows; {@code -Dfuzz.seed} repeats it.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(LeakDetection.class)
class WebSocketFuzzITCase {

    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    /** Each of the four tests has its part. */
    private static final int FRAMES = Integer.getInteger("fuzz.frames", 10_000) / 4;

    private static final String COMPRESSION =
            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                    + " client_no_context_takeover";

    @ParameterizedTest
    @EnumSource
    void noFramesCrashAServer(ServerUnderAttack.Kind kind) throws Exception {
        FrameFuzzer fuzzer = new FrameFuzzer(SEED, /* masks= */ true);
        try (ServerUnderAttack server = kind.start()) {
            for (int frames = 0; frames < FRAMES; ) {
                try (RawConnection attacker = RawConnection.open(server.port())) {
                    // A reset at the end: a million sockets must not wait for late packets.
                    attacker.socket().setSoLinger(true, 0);
                    assertThat(attacker.upgrade("/", COMPRESSION).status()).contains(" 101 ");
                    frames += attack(attacker, fuzzer);
                }
                server.drain();
            }
            await().until(() -> server.connections() == 0);
            server.serveAGoodClient();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noFramesCrashAClient(ClientUnderAttack.Kind kind) throws Exception {
        FrameFuzzer fuzzer = new FrameFuzzer(SEED, /* masks= */ false);
        try (RawServer server = RawServer.start();
                ClientUnderAttack client = kind.start(server.url())) {
            for (int frames = 0; frames < FRAMES; ) {
                try (RawConnection attacker = server.accept(COMPRESSION)) {
                    attacker.socket().setSoLinger(true, 0);
                    frames += attack(attacker, fuzzer);
                }
                client.drain();
            }
            client.useAGoodServer(server);
        }
    }

    /** Sends a few frames, reads what comes back, and returns how many they were. */
    private static int attack(RawConnection attacker, FrameFuzzer fuzzer) throws IOException {
        int frames = 1 + fuzzer.nextInt(8);
        ByteArrayOutputStream burst = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            burst.writeBytes(fuzzer.next());
        }
        try {
            attacker.socket().getOutputStream().write(burst.toByteArray());
            attacker.socket().shutdownOutput();
            readToTheEnd(attacker);
        } catch (EOFException | SocketException e) {
            // Closed, which is what the other side should do.
        }
        return frames;
    }

    private static void readToTheEnd(RawConnection attacker) throws IOException {
        int closes = 0;
        while (true) {
            RawConnection.Frame frame = attacker.readFrame();
            if (frame.firstByte() == RawConnection.CLOSE) {
                closes++;
                assertThat(closes).as("close frames, seed %d", SEED).isEqualTo(1);
                if (frame.payload().length > 0) {
                    assertThat(isGood(frame.closeStatus()))
                            .as("close status %d, seed %d", frame.closeStatus(), SEED)
                            .isTrue();
                }
            }
        }
    }

    /** RFC 6455, section 7.4: that of a fault, or the one of the fuzzer's own close frame. */
    private static boolean isGood(int status) {
        return WebSocketCloseStatus.isValidStatusCode(status);
    }
}
