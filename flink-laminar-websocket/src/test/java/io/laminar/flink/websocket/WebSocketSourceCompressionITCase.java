// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static io.laminar.flink.websocket.testing.PeerCompression.COMPRESSED;
import static io.laminar.flink.websocket.testing.RawConnection.BINARY;
import static io.laminar.flink.websocket.testing.RawConnection.CLOSE;
import static io.laminar.flink.websocket.testing.RawConnection.CONTINUATION;
import static io.laminar.flink.websocket.testing.RawConnection.CONTINUATION_END;
import static io.laminar.flink.websocket.testing.RawConnection.PING;
import static io.laminar.flink.websocket.testing.RawConnection.PONG;
import static io.laminar.flink.websocket.testing.RawConnection.TEXT;
import static io.laminar.flink.websocket.testing.RawConnection.TEXT_BEGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.PeerCompression;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The source with peers that compress, or pretend to; frame by frame. */
@Timeout(60)
class WebSocketSourceCompressionITCase {

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";

    private final PeerCompression peer = new PeerCompression();

    @AfterEach
    void release() {
        peer.close();
    }

    @Test
    void readsMessagesThatReferToEarlierOnes() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                RawConnection sender = RawConnection.open(port(reader))) {
            assertThat(sender.upgrade("/", OFFER).headers())
                    .contains(
                            "sec-websocket-extensions:"
                                    + " permessage-deflate; server_no_context_takeover");
            String message = "what is said once need not be said again";
            byte[] first = peer.deflate(message);
            byte[] second = peer.deflate(message);
            assertThat(second).hasSizeLessThan(first.length / 2);
            sender.send(TEXT | COMPRESSED, first);
            sender.send(TEXT | COMPRESSED, second);
            sender.sendText("plain");
            sender.send(TEXT | COMPRESSED, peer.deflate(""));
            sender.send(BINARY | COMPRESSED, peer.deflate("x".repeat(100_000)));
            // An empty message holds no record.
            assertThat(reader.poll(4))
                    .containsExactly(message, message, "plain", "x".repeat(100_000));
        }
    }

    @Test
    void readsMessagesInFragmentsWithPingsBetweenThem() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                RawConnection sender = compressing(reader)) {
            String message = "grüße ".repeat(5_000);
            byte[] compressed = peer.deflate(message);
            sender.send(TEXT_BEGIN | COMPRESSED, Arrays.copyOf(compressed, 1));
            sender.send(PING, new byte[] {7});
            for (int i = 1; i < compressed.length; i++) {
                sender.send(CONTINUATION, new byte[] {compressed[i]});
            }
            sender.send(CONTINUATION_END, new byte[0]);
            assertThat(sender.readFrame().firstByte()).isEqualTo(PONG);
            assertThat(reader.poll(1)).containsExactly(message);
        }
    }

    @Test
    void readsMessagesOfASenderThatBeginsAnewInsideOfThem() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                RawConnection sender = compressing(reader)) {
            // RFC 7692, section 7.2.3.4: "Hello" in a final block, then an empty one.
            byte[] hello = {
                (byte) 0xF3, 0x48, (byte) 0xCD, (byte) 0xC9, (byte) 0xC9, 0x07, 0x00, 0x00
            };
            sender.send(TEXT | COMPRESSED, hello);
            sender.send(TEXT | COMPRESSED, hello);
            assertThat(reader.poll(2)).containsExactly("Hello", "Hello");
        }
    }

    /** Some hundred kilobytes that would become 256 megabytes. */
    @Test
    void stopsInflatingAtTheBound() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                server().setMaxMessageSize(MemorySize.parse("2 mb")).build());
                RawConnection bomber = compressing(reader);
                RawConnection good = compressing(reader)) {
            byte[] bomb = peer.deflate(new byte[1 << 20], 256);
            assertThat(bomb).hasSizeLessThan(1 << 20);
            bomber.send(BINARY | COMPRESSED, bomb);
            assertThat(bomber.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
            await().until(() -> reader.metric("oversizedMessages") == 1);
            good.sendText("fine");
            assertThat(reader.poll(1)).containsExactly("fine");
        }
    }

    /** One read of the socket brings hundreds of them. */
    @Test
    void inflatesNoMoreMessagesThanItsBufferHolds() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(server().setBufferCapacity(2).build());
                RawConnection sender = compressing(reader)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 500; i++) {
                byte[] message = peer.deflate("message " + i);
                all.writeBytes(bytes(TEXT | COMPRESSED, 0x80 | message.length, 0, 0, 0, 0));
                all.writeBytes(message);
            }
            sender.socket().getOutputStream().write(all.toByteArray());
            for (int i = 0; i < 500; i++) {
                assertThat(reader.poll(1)).containsExactly("message " + i);
                assertThat(reader.metric("pendingRecords")).isLessThanOrEqualTo(2);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Sent once, never compared.
    record BadFrame(String name, int firstByte, byte[] payload, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<BadFrame> badFrames() {
        try (PeerCompression peer = new PeerCompression()) {
            return Stream.of(
                    new BadFrame("compressed ping", PING | COMPRESSED, new byte[0], 1002),
                    new BadFrame("compressed close", CLOSE | COMPRESSED, new byte[0], 1002),
                    new BadFrame("second reserved bit", TEXT | 0x20, new byte[0], 1002),
                    new BadFrame("third reserved bit", TEXT | 0x10, new byte[0], 1002),
                    new BadFrame("all of them", TEXT | 0x70, new byte[0], 1002),
                    new BadFrame("no DEFLATE", TEXT | COMPRESSED, bytes(0xFF, 0xFF), 1007),
                    new BadFrame(
                            "no UTF-8 inside",
                            TEXT | COMPRESSED,
                            peer.deflate(bytes(0xC3, 0x28)),
                            1007),
                    new BadFrame(
                            "a character cut by the end",
                            TEXT | COMPRESSED,
                            peer.deflate(bytes(0xE2, 0x82)),
                            1007));
        }
    }

    @ParameterizedTest
    @MethodSource("badFrames")
    void closesWhoBreaksTheRulesOfCompression(BadFrame bad) throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                RawConnection sender = compressing(reader)) {
            sender.send(bad.firstByte(), bad.payload());
            assertThat(sender.readFrame(CLOSE).closeStatus()).isEqualTo(bad.status());
        }
    }

    @Test
    void closesWhoMarksAContinuationAsCompressed() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                RawConnection sender = compressing(reader)) {
            sender.send(TEXT_BEGIN | COMPRESSED, peer.deflate("a"));
            sender.send(CONTINUATION_END | COMPRESSED, new byte[0]);
            assertThat(sender.readFrame(CLOSE).closeStatus()).isEqualTo(1002);
        }
    }

    @Test
    void closesWhoCompressesWithoutHavingOffered() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                RawConnection sender = RawConnection.connect(port(reader))) {
            sender.send(TEXT | COMPRESSED, peer.deflate("a"));
            assertThat(sender.readFrame(CLOSE).closeStatus()).isEqualTo(1002);
        }
    }

    @Test
    void declinesABadOfferAndGoesOnWithout() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                RawConnection sender = RawConnection.open(port(reader))) {
            assertThat(sender.upgrade("/", OFFER + "; mode=fast").headers())
                    .noneMatch(header -> header.startsWith("sec-websocket-extensions"));
            sender.sendText("plain");
            assertThat(reader.poll(1)).containsExactly("plain");
        }
    }

    @Test
    void acceptsNothingIfCompressionIsOff() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(server().disableCompression().build());
                RawConnection sender = RawConnection.open(port(reader))) {
            assertThat(sender.upgrade("/", OFFER).headers())
                    .noneMatch(header -> header.startsWith("sec-websocket-extensions"));
        }
    }

    @Test
    void offersCompressionAndCompressesWhatItSays() throws Exception {
        String subscription = "{\"op\":\"subscribe\"}".repeat(10);
        try (RawServer server = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                client(server)
                                        .setSubscribeMessages(subscription, "short")
                                        .build());
                RawConnection feed =
                        server.accept("Sec-WebSocket-Extensions: permessage-deflate")) {
            assertThat(feed.requestHead())
                    .contains(
                            "sec-websocket-extensions: permessage-deflate;"
                                    + " client_no_context_takeover; client_max_window_bits");
            RawConnection.Frame compressed = feed.readFrame();
            assertThat(compressed.firstByte()).isEqualTo(TEXT | COMPRESSED);
            assertThat(peer.inflate(compressed.payload())).isEqualTo(subscription);
            RawConnection.Frame plain = feed.readFrame();
            assertThat(plain.firstByte()).isEqualTo(TEXT);
            assertThat(plain.text()).isEqualTo("short");

            feed.send(TEXT | COMPRESSED, peer.deflate("a message"));
            feed.send(TEXT | COMPRESSED, peer.deflate("a message"));
            assertThat(reader.poll(2)).containsExactly("a message", "a message");
        }
    }

    @Test
    void keepsWithinTheWindowThatTheServerAsksFor() throws Exception {
        try (RawServer server = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                client(server)
                                        .setSubscribeMessages("x".repeat(257), "x".repeat(256))
                                        .build());
                RawConnection feed =
                        server.accept(
                                "Sec-WebSocket-Extensions: permessage-deflate;"
                                        + " client_max_window_bits=8")) {
            assertThat(feed.readFrame().firstByte()).isEqualTo(TEXT);
            assertThat(feed.readFrame().firstByte()).isEqualTo(TEXT | COMPRESSED);
            assertThat(reader.metric("connections")).isEqualTo(1);
        }
    }

    @Test
    void offersNothingIfCompressionIsOff() throws Exception {
        try (RawServer server = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(client(server).disableCompression().build());
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead())
                    .noneMatch(header -> header.startsWith("sec-websocket-extensions"));
            feed.sendText("plain");
            assertThat(reader.poll(1)).containsExactly("plain");
        }
    }

    @Test
    void saysWhatIsWrongWithTheServersAnswer() throws Exception {
        try (RawServer server = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(client(server).setMaxReconnects(1).build())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                server.accept("Sec-WebSocket-Extensions: permessage-deflate; mode=fast").close();
            }
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "The server at '%s' answered the offer to compress with"
                                    + " 'permessage-deflate; mode=fast', which RFC 7692 does not"
                                    + " allow. Set 'compression' = 'false' to do without.",
                            server.url());
        }
    }

    @Test
    void refusesAnExtensionThatWasNotOffered() throws Exception {
        try (RawServer server = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                client(server).disableCompression().setMaxReconnects(1).build())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                server.accept(OFFER).close();
            }
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "The server at '%s' chose the extensions 'permessage-deflate', but"
                                    + " none was offered. Its operator has to mend that;"
                                    + " 'compression' = 'true' may help.",
                            server.url());
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static int port(ReaderHarness<?> reader) {
        await().until(() -> reader.metric("boundPort") > 0);
        return (int) reader.metric("boundPort");
    }

    private static RawConnection compressing(ReaderHarness<?> reader) throws Exception {
        RawConnection connection = RawConnection.open(port(reader));
        assertThat(connection.upgrade("/", OFFER).status()).contains(" 101 ");
        return connection;
    }

    private static WebSocketSourceBuilder<String> server() {
        return WebSocketSource.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setDeserializer(new SimpleStringSchema(StandardCharsets.UTF_8));
    }

    private static WebSocketSourceBuilder<String> client(RawServer server) {
        return WebSocketSource.<String>builder()
                .setUrl(server.url())
                .setReconnectDelay(Duration.ofMillis(1), Duration.ofMillis(2))
                .setDeserializer(new SimpleStringSchema(StandardCharsets.UTF_8));
    }
}
