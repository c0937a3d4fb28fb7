// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static io.laminar.flink.websocket.testing.PeerCompression.COMPRESSED;
import static io.laminar.flink.websocket.testing.RawConnection.BINARY;
import static io.laminar.flink.websocket.testing.RawConnection.CLOSE;
import static io.laminar.flink.websocket.testing.RawConnection.CONTINUATION;
import static io.laminar.flink.websocket.testing.RawConnection.PING;
import static io.laminar.flink.websocket.testing.RawConnection.PONG;
import static io.laminar.flink.websocket.testing.RawConnection.TEXT_BEGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.Footprint;
import io.laminar.flink.websocket.testing.LeakDetection;
import io.laminar.flink.websocket.testing.PeerCompression;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.ServerUnderAttack;
import io.laminar.flink.websocket.testing.Violation;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that mean harm, against both servers: none crashes, each holds little memory for them,
 * says why it closes a connection, serves the next client, and leaves nothing behind.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(LeakDetection.class)
class HostileClientsITCase {

    /** What the pool may take beyond what it has, for one attack: a few of its 4 MiB chunks. */
    private static final long SOME_MEMORY = 24 << 20;

    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    @ParameterizedTest
    @EnumSource
    void closesHandshakesThatNeverEnd(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start()) {
            List<Socket> silent = new ArrayList<>();
            List<Socket> dripping = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                silent.add(RawConnection.open(server.port()).socket());
                dripping.add(RawConnection.open(server.port()).socket());
            }
            byte[] request = UPGRADE.getBytes(StandardCharsets.US_ASCII);
            int[] position = {0};
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(100))
                    .until(
                            () -> {
                                dripping.removeIf(
                                        socket ->
                                                !write(
                                                        socket,
                                                        request[position[0] % request.length]));
                                position[0]++;
                                return dripping.isEmpty();
                            });
            for (Socket socket : silent) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            server.serveAGoodClient();
        }
    }

    private static boolean write(Socket socket, byte value) {
        try {
            socket.getOutputStream().write(value);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesConnectionsWhoseOtherEndIsGone(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start();
                RawConnection silent = RawConnection.connect(server.port())) {
            await().until(() -> server.connections() == 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> server.connections() == 0);
            assertThat(silent.readFrame().firstByte()).isEqualTo(PING);
            server.serveAGoodClient();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAHugeFrameOnItsHeaderAlone(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start();
                RawConnection attacker = RawConnection.connect(server.port())) {
            attacker.socket().getOutputStream().write(hugeHeader());
            assertThat(attacker.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
            server.serveAGoodClient();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsNothingOfAHugeFrameThatIsReallySent(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start();
                RawConnection attacker = RawConnection.connect(server.port())) {
            long before = Footprint.pooledBytes();
            OutputStream out = attacker.socket().getOutputStream();
            out.write(hugeHeader());
            long most = writeUntilClosed(out, new byte[1 << 20], 100);
            assertThat(most).isLessThan(before + SOME_MEMORY);
            server.serveAGoodClient();
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsAMessageOfManyFragments(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start();
                RawConnection attacker = RawConnection.connect(server.port())) {
            attacker.send(TEXT_BEGIN, new byte[0]);
            for (int bytes = 0; bytes <= server.maxMessageBytes(); bytes += 16 << 10) {
                attacker.send(CONTINUATION, new byte[16 << 10]);
            }
            assertThat(attacker.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
            server.serveAGoodClient();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bombsBurnOut(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start();
                PeerCompression compression = new PeerCompression();
                RawConnection attacker = RawConnection.open(server.port())) {
            attacker.upgrade("/", "Sec-WebSocket-Extensions: permessage-deflate");
            long before = Footprint.pooledBytes();
            byte[] bomb = compression.deflate(new byte[1 << 20], 32);
            attacker.send(BINARY | COMPRESSED, bomb);
            assertThat(attacker.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
            assertThat(Footprint.pooledBytes()).isLessThan(before + SOME_MEMORY);
            server.serveAGoodClient();
        }
    }

    /** Each pong that can't be written would else wait in memory. */
    @ParameterizedTest
    @EnumSource
    void answersAFloodOfPingsWithinBounds(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start();
                RawConnection attacker = RawConnection.connect(server.port())) {
            // Notes about each of so many buffers would take minutes.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
            long before = Footprint.pooledBytes();
            // 26 MB, to which nobody reads an answer.
            attacker.sendPings(200_000);
            assertThat(Footprint.pooledBytes()).isLessThan(before + (12 << 20));
            assertThat(attacker.readFrame(PONG).payload()).hasSize(125);
            server.serveAGoodClient();
        }
    }

    static Stream<Arguments> violations() {
        return Stream.of(ServerUnderAttack.Kind.values())
                .flatMap(
                        kind ->
                                Violation.ofClients().stream()
                                        .map(violation -> Arguments.of(kind, violation)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("violations")
    void saysWhatWasWrong(ServerUnderAttack.Kind kind, Violation violation) throws Exception {
        try (ServerUnderAttack server = kind.start();
                RawConnection attacker = RawConnection.connect(server.port())) {
            attacker.socket().getOutputStream().write(violation.bytes());
            assertThat(attacker.readFrame(CLOSE).closeStatus()).isEqualTo(violation.status());
            server.serveAGoodClient();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsNothingOfHugeRequests(ServerUnderAttack.Kind kind) throws Exception {
        try (ServerUnderAttack server = kind.start()) {
            long before = Footprint.pooledBytes();
            for (String start :
                    new String[] {
                        "GET /",
                        UPGRADE + "X-Huge: ",
                        UPGRADE + "Content-Length: 100000000\r\n\r\n",
                    }) {
                try (RawConnection attacker = RawConnection.open(server.port())) {
                    OutputStream out = attacker.socket().getOutputStream();
                    out.write(start.getBytes(StandardCharsets.US_ASCII));
                    byte[] rest = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                    long most = writeUntilClosed(out, rest, 32);
                    assertThat(most).isLessThan(before + SOME_MEMORY);
                }
            }
            server.serveAGoodClient();
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesNoiseInPlaceOfAHandshake(ServerUnderAttack.Kind kind) throws Exception {
        Random random = new Random(7);
        try (ServerUnderAttack server = kind.start()) {
            for (int i = 0; i < 100; i++) {
                byte[] noise = new byte[1 + random.nextInt(20_000)];
                random.nextBytes(noise);
                try (RawConnection attacker = RawConnection.open(server.port())) {
                    writeUntilClosed(attacker.socket().getOutputStream(), noise, 1);
                }
            }
            server.serveAGoodClient();
        }
    }

    private static byte[] hugeHeader() {
        return new byte[] {(byte) BINARY, (byte) 0xFF, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0};
    }

    /**
     * The server may close, or reset, the connection at any time.
     *
     * @return the most memory that was in use meanwhile
     */
    private static long writeUntilClosed(OutputStream out, byte[] bytes, int times) {
        long most = Footprint.pooledBytes();
        try {
            for (int i = 0; i < times; i++) {
                out.write(bytes);
                most = Math.max(most, Footprint.pooledBytes());
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|abort).*");
        }
        return most;
    }
}
