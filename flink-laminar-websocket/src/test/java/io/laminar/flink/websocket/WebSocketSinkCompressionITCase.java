// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static io.laminar.flink.websocket.testing.PeerCompression.COMPRESSED;
import static io.laminar.flink.websocket.testing.RawConnection.BINARY;
import static io.laminar.flink.websocket.testing.RawConnection.CLOSE;
import static io.laminar.flink.websocket.testing.RawConnection.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.testing.PeerCompression;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sink with clients that take compressed messages and clients that don't; frame by frame. */
@Timeout(60)
class WebSocketSinkCompressionITCase {

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final String LONG = "{\"symbol\":\"AAPL\",\"price\":189.25}".repeat(20);

    private final PeerCompression peer = new PeerCompression();

    @AfterEach
    void release() {
        peer.close();
    }

    @Test
    void compressesForTheClientsThatOfferIt() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().build());
                RawConnection compressing = connect(writer, OFFER);
                RawConnection plain = connect(writer)) {
            await().until(() -> writer.metric("clients") == 2);
            for (int i = 0; i < 3; i++) {
                writer.write(LONG);
                // Without a history, each by itself.
                RawConnection.Frame frame = compressing.readFrame();
                assertThat(frame.firstByte()).isEqualTo(TEXT | COMPRESSED);
                assertThat(frame.payload()).hasSizeLessThan(100);
                assertThat(peer.inflate(frame.payload())).isEqualTo(LONG);
                frame = plain.readFrame();
                assertThat(frame.firstByte()).isEqualTo(TEXT);
                assertThat(frame.text()).isEqualTo(LONG);
            }
            writer.write("short");
            assertThat(compressing.readFrame().text()).isEqualTo("short");
        }
    }

    @Test
    void answersThatNoSideKeepsAHistory() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().build());
                RawConnection client = RawConnection.open(writer.port())) {
            assertThat(client.upgrade("/", OFFER).headers())
                    .contains(
                            "sec-websocket-extensions: permessage-deflate;"
                                    + " server_no_context_takeover; client_no_context_takeover");
        }
    }

    @Test
    void keepsWithinTheWindowOfAClient() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().build());
                RawConnection client = connect(writer, OFFER + "; server_max_window_bits=9")) {
            await().until(() -> writer.metric("clients") == 1);
            writer.write("x".repeat(512));
            writer.write("x".repeat(513));
            assertThat(client.readFrame().firstByte()).isEqualTo(TEXT | COMPRESSED);
            assertThat(client.readFrame().firstByte()).isEqualTo(TEXT);
        }
    }

    @Test
    void compressesBinaryMessages() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(sink().setFrameType(FrameType.BINARY).build());
                RawConnection client = connect(writer, OFFER)) {
            await().until(() -> writer.metric("clients") == 1);
            writer.write(LONG);
            RawConnection.Frame frame = client.readFrame();
            assertThat(frame.firstByte()).isEqualTo(BINARY | COMPRESSED);
            assertThat(peer.inflate(frame.payload())).isEqualTo(LONG);
        }
    }

    @Test
    void takesCompressedRequestsAndCompressesTaggedMessages() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().build());
                RawConnection client = connect(writer, OFFER)) {
            for (int i = 0; i < 2; i++) {
                try (PeerCompression fresh = new PeerCompression()) {
                    client.send(TEXT | COMPRESSED, fresh.deflate("{\"action\":\"subscribe\"}"));
                }
                assertThat(client.readFrame().text()).startsWith("{\"type\":\"subscribed\"");
            }
            writer.write(LONG);
            RawConnection.Frame frame = client.readFrame();
            assertThat(frame.firstByte()).isEqualTo(TEXT | COMPRESSED);
            assertThat(peer.inflate(frame.payload()))
                    .startsWith("{\"type\":\"data\",\"sequence\":0,")
                    .contains(LONG.replace("\"", "\\\""));
        }
    }

    @Test
    void refusesARequestThatInflatesPastItsBound() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(sink().build());
                RawConnection client = connect(writer, OFFER)) {
            client.send(TEXT | COMPRESSED, peer.deflate(" ".repeat(64 * 1024 + 1)));
            assertThat(client.readFrame(CLOSE).closeStatus()).isEqualTo(1009);
        }
    }

    /** The budget counts the bytes that wait, which are compressed ones. */
    @Test
    void keepsMoreMessagesForASlowClientThatCompresses() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setSlowClientPolicy(SlowClientPolicy.DROP_OLDEST)
                                        .setClientBuffer(MemorySize.parse("16 kb"))
                                        .build());
                RawConnection compressing = connect(writer, OFFER)) {
            await().until(() -> writer.metric("clients") == 1);
            // Three megabytes, of which each message is some 40 bytes on the wire.
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add("%05d".formatted(i) + "x".repeat(30_000));
            }
            for (String message : sent) {
                writer.write(message);
            }
            writer.flush();
            assertThat(writer.metric("droppedMessages")).isZero();
            for (String message : sent) {
                assertThat(peer.inflate(compressing.readFrame().payload())).isEqualTo(message);
            }
        }
    }

    @Test
    void sendsRecentMessagesToANewClientThatCompresses() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setReplayBufferSize(2).build())) {
            writer.write(LONG);
            writer.write("short");
            writer.flush();
            try (RawConnection client = connect(writer, OFFER)) {
                assertThat(text(client.readFrame())).isEqualTo(LONG);
                assertThat(text(client.readFrame())).isEqualTo("short");
                writer.write(LONG);
                assertThat(client.readFrame().firstByte()).isEqualTo(TEXT | COMPRESSED);
            }
        }
    }

    @Test
    void compressesNothingIfCompressionIsOff() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(sink().disableCompression().build());
                RawConnection client = connect(writer, OFFER)) {
            await().until(() -> writer.metric("clients") == 1);
            writer.write(LONG);
            assertThat(client.readFrame().text()).isEqualTo(LONG);
        }
    }

    private String text(RawConnection.Frame frame) throws Exception {
        return (frame.firstByte() & COMPRESSED) == 0 ? frame.text() : peer.inflate(frame.payload());
    }

    private static RawConnection connect(WriterHarness<?> writer, String... headers)
            throws Exception {
        RawConnection connection = RawConnection.open(writer.port());
        assertThat(connection.upgrade("/", headers).status()).contains(" 101 ");
        return connection;
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }
}
