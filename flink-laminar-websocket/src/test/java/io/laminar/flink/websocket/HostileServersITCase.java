// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static io.laminar.flink.websocket.testing.PeerCompression.COMPRESSED;
import static io.laminar.flink.websocket.testing.RawConnection.BINARY;
import static io.laminar.flink.websocket.testing.RawConnection.CLOSE;
import static io.laminar.flink.websocket.testing.RawConnection.CONTINUATION;
import static io.laminar.flink.websocket.testing.RawConnection.PONG;
import static io.laminar.flink.websocket.testing.RawConnection.TEXT_BEGIN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.ClientUnderAttack;
import io.laminar.flink.websocket.testing.Footprint;
import io.laminar.flink.websocket.testing.LeakDetection;
import io.laminar.flink.websocket.testing.PeerCompression;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.Violation;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that mean harm, against both clients: neither crashes, each says why it closes the
 * connection, and comes back to a server that is good again.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(LeakDetection.class)
class HostileServersITCase {

    /** What the pool may take beyond what it has, for one attack: a few of its 4 MiB chunks. */
    private static final long SOME_MEMORY = 12 << 20;

    static Stream<Arguments> violations() {
        return Stream.of(ClientUnderAttack.Kind.values())
                .flatMap(
                        kind ->
                                Violation.ofServers().stream()
                                        .map(violation -> Arguments.of(kind, violation)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("violations")
    void saysWhatWasWrong(ClientUnderAttack.Kind kind, Violation violation) throws Exception {
        attack(
                kind,
                attacker -> {
                    attacker.socket().getOutputStream().write(violation.bytes());
                    assertThat(attacker.readFrame(CLOSE).closeStatus())
                            .isEqualTo(violation.status());
                });
    }

    @ParameterizedTest
    @EnumSource
    void refusesAHugeFrameOnItsHeaderAlone(ClientUnderAttack.Kind kind) throws Exception {
        attack(
                kind,
                attacker -> {
                    attacker.socket()
                            .getOutputStream()
                            .write(new byte[] {(byte) BINARY, 127, 0, 0, 0, 0, 6, 0, 0, 0});
                    assertThat(attacker.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
                });
    }

    @ParameterizedTest
    @EnumSource
    void boundsAMessageOfManyFragments(ClientUnderAttack.Kind kind) throws Exception {
        attack(
                kind,
                attacker -> {
                    attacker.send(TEXT_BEGIN, new byte[0]);
                    int piece = 16 << 10;
                    for (int i = 0; i <= ClientUnderAttack.MAX_MESSAGE_BYTES / piece; i++) {
                        attacker.send(CONTINUATION, new byte[piece]);
                    }
                    assertThat(attacker.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
                });
    }

    @ParameterizedTest
    @EnumSource
    void bombsBurnOut(ClientUnderAttack.Kind kind) throws Exception {
        try (PeerCompression compression = new PeerCompression()) {
            attack(
                    kind,
                    attacker -> {
                        long before = Footprint.pooledBytes();
                        // 32 KB with 32 MB.
                        attacker.send(
                                BINARY | COMPRESSED, compression.deflate(new byte[1 << 20], 32));
                        assertThat(attacker.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
                        assertThat(Footprint.pooledBytes()).isLessThan(before + SOME_MEMORY);
                    },
                    "Sec-WebSocket-Extensions: permessage-deflate");
        }
    }

    /** Each pong that can't be written would else wait in memory. */
    @ParameterizedTest
    @EnumSource
    void answersAFloodOfPingsWithinBounds(ClientUnderAttack.Kind kind) throws Exception {
        attack(
                kind,
                attacker -> {
                    // Notes about each of so many buffers would take minutes.
                    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
                    long before = Footprint.pooledBytes();
                    // 25 MB, to which nobody reads an answer.
                    attacker.sendPings(200_000);
                    assertThat(Footprint.pooledBytes()).isLessThan(before + SOME_MEMORY);
                    assertThat(attacker.readFrame(PONG).payload()).hasSize(125);
                });
    }

    private interface Attack {
        void by(RawConnection attacker) throws Exception;
    }

    /** By a server that accepts the handshake, with these headers, and is good the next time. */
    private static void attack(ClientUnderAttack.Kind kind, Attack attack, String... headers)
            throws Exception {
        try (RawServer server = RawServer.start();
                ClientUnderAttack client = kind.start(server.url())) {
            try (RawConnection attacker = server.accept(headers)) {
                attack.by(attacker);
            }
            client.useAGoodServer(server);
        }
    }

    /** The time-out is not one between two bytes. */
    @ParameterizedTest
    @EnumSource
    void leavesAHandshakeThatNeverEnds(ClientUnderAttack.Kind kind) throws Exception {
        try (RawServer server = RawServer.start();
                ClientUnderAttack client = kind.start(server.url())) {
            try (Socket attacker = server.acceptSocket()) {
                OutputStream out = attacker.getOutputStream();
                out.write("HTTP/1.1 101 Switching Protocols\r\nX-Long: ".getBytes(US_ASCII));
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> isClosed(out));
            }
            client.useAGoodServer(server);
        }
    }

    private static boolean isClosed(OutputStream out) {
        try {
            out.write('x');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesAServerThatIsSilentInTheHandshakeOfTls(ClientUnderAttack.Kind kind)
            throws Exception {
        try (RawServer server = RawServer.start();
                ClientUnderAttack client = kind.start("wss://localhost:" + server.port());
                Socket silent = server.acceptSocket();
                Socket next = server.acceptSocket()) {
            // What the client has said is followed by the end of its stream.
            assertThat(silent.getInputStream().readAllBytes()).isNotEmpty();
            assertThat(next.isConnected()).isTrue();
        }
    }
}
