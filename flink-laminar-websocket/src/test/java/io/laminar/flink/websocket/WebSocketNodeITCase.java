// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.TcpProxy;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.testing.NodePeer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both servers and the source's client, against {@code ws}, Node's usual WebSocket. */
@Timeout(120)
class WebSocketNodeITCase {

    private static final String GREETING = "grüße 👋";

    @Test
    void theSinkSendsTextAndSaysGoodbye() throws Exception {
        try (WriterHarness<String> writer = WriterHarness.open(text().build());
                NodePeer client = NodePeer.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            String large = "x".repeat(1 << 20);
            for (String message : List.of(GREETING, "", large)) {
                writer.write(message);
                writer.flush();
                assertThat(client.nextText()).isEqualTo(message);
            }
            writer.close();
            assertThat(client.next("close").path("status").asInt()).isEqualTo(1001);
        }
    }

    @Test
    void theSinkCompressesForAClientThatWantsIt() throws Exception {
        String large = GREETING.repeat(100_000);
        try (WriterHarness<String> writer = WriterHarness.open(text().build());
                NodePeer compressed = NodePeer.client(url(writer.port()), Map.of());
                NodePeer plain =
                        NodePeer.client(url(writer.port()), Map.of("perMessageDeflate", false))) {
            assertThat(compressed.next("open").path("extensions").asText())
                    .isEqualTo("permessage-deflate");
            assertThat(plain.next("open").path("extensions").asText()).isEmpty();
            await().until(() -> writer.metric("clients") == 2);
            for (String message : List.of(large, GREETING, large)) {
                writer.write(message);
                writer.flush();
                assertThat(compressed.nextText()).isEqualTo(message);
                assertThat(plain.nextText()).isEqualTo(message);
            }
            assertThat(bytes(compressed, "read")).isLessThan(large.length() / 10);
            assertThat(bytes(plain, "read")).isGreaterThan(2L * large.length());
            // What the client says may be compressed, too.
            compressed.sendText("{\"action\":\"" + "x".repeat(10_000) + "\"}");
            assertThat(compressed.nextJson().path("type").asText()).isEqualTo("error");
        }
    }

    @Test
    void theSinkCompressesNothingIfItIsTold() throws Exception {
        try (WriterHarness<String> writer =
                        WriterHarness.open(text().disableCompression().build());
                NodePeer client = NodePeer.client(url(writer.port()), Map.of())) {
            assertThat(client.next("open").path("extensions").asText()).isEmpty();
        }
    }

    @Test
    void theSinkSendsBinaryMessages() throws Exception {
        byte[] bytes = {0, (byte) 0xFF, 1};
        WebSocketSink<byte[]> sink =
                WebSocketSink.<byte[]>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setSerializer(element -> element)
                        .setFrameType(FrameType.BINARY)
                        .build();
        try (WriterHarness<byte[]> writer = WriterHarness.open(sink);
                NodePeer client = NodePeer.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            writer.write(bytes);
            writer.flush();
            assertThat(Base64.getDecoder().decode(client.next("binary").path("base64").asText()))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void theSinkSendsASubscriberTheRowsOfItsFilter() throws Exception {
        try (WriterHarness<Integer> writer = WriterHarness.open(numbers().build());
                NodePeer client = NodePeer.connect(writer.port())) {
            client.sendText("{\"action\":\"subscribe\",\"filter\":\"f0 >\"}");
            assertThat(client.nextJson().path("position").asInt()).isPositive();
            // A request may come in fragments, too.
            client.sendFragments("{\"action\":\"subs", "", "cribe\",\"filter\":\"f0 > 2\"}");
            assertThat(client.nextJson().path("type").asText()).isEqualTo("subscribed");
            for (int number = 1; number <= 3; number++) {
                writer.write(number);
            }
            writer.flush();
            JsonNode data = client.nextJson();
            assertThat(data.path("data").asInt()).isEqualTo(3);
            assertThat(data.path("sequence").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aClientOfTheSinkGetsEachMessageOnceHoweverOftenItsConnectionBreaks() throws Exception {
        int breaks = 5;
        List<Integer> received = new ArrayList<>();
        try (WriterHarness<Integer> writer =
                        WriterHarness.open(numbers().setReplayBufferSize(1000).build());
                TcpProxy network = new TcpProxy("127.0.0.1", writer.port());
                NodePeer client = NodePeer.subscriber(network.port())) {
            int written = 0;
            for (int connection = 0; connection <= breaks; connection++) {
                for (int i = 0; i < 100; i++) {
                    writer.write(++written);
                }
                writer.flush();
                JsonNode answer = client.nextJson();
                while (!answer.path("type").asText().equals("subscribed")) {
                    // It came before the break.
                    received.add(answer.path("data").asInt());
                    answer = client.nextJson();
                }
                assertThat(answer.path("missed").asInt(-1)).isZero();
                int wanted = connection == breaks ? written : written - 50;
                while (received.size() < wanted) {
                    received.add(client.nextJson().path("data").asInt());
                }
                network.cutAll();
            }
            assertThat(received)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, written).boxed().toList());
        }
    }

    @Test
    void aClientOfTheSinkComesBackAfterAFailover() throws Exception {
        List<byte[]> snapshot;
        int port;
        NodePeer client;
        WebSocketSinkBuilder<Integer> sink = numbers().setReplayBufferSize(2);
        try (WriterHarness<Integer> writer = WriterHarness.open(sink.build())) {
            port = writer.port();
            client = NodePeer.connect(port);
            for (int number = 1; number <= 3; number++) {
                writer.write(number);
                writer.flush();
                assertThat(client.nextText()).isEqualTo("" + number);
            }
            snapshot = writer.snapshot();
        }
        try (client) {
            assertThat(client.next("close").path("status").asInt()).isEqualTo(1001);
        }
        try (WriterHarness<Integer> writer =
                        WriterHarness.restore(
                                sink.setBindAddress("127.0.0.1:" + port).build(), snapshot);
                NodePeer again = NodePeer.connect(port)) {
            assertThat(List.of(again.nextText(), again.nextText())).containsExactly("2", "3");
            writer.write(4);
            writer.flush();
            assertThat(again.nextText()).isEqualTo("4");
        }
    }

    @Test
    void theSinkAnswersPingsAndSeesThatItsOwnAreAnswered() throws Exception {
        WebSocketSinkBuilder<String> sink =
                text().setPingInterval(Duration.ofMillis(50))
                        .setPingTimeout(Duration.ofSeconds(10));
        try (WriterHarness<String> writer = WriterHarness.open(sink.build());
                NodePeer client = NodePeer.connect(writer.port())) {
            client.next("ping");
            client.tell("ping", Map.of("text", "are you there?"));
            assertThat(client.skipTo("pong").path("text").asText()).isEqualTo("are you there?");
        }
    }

    @Test
    void theSinkDisconnectsAClientThatDoesNotReadWithStatus1013() throws Exception {
        WebSocketSinkBuilder<String> sink =
                text().setSlowClientPolicy(SlowClientPolicy.DISCONNECT)
                        .setClientBuffer(MemorySize.parse("16 kb"));
        try (WriterHarness<String> writer = WriterHarness.open(sink.build());
                NodePeer slow = NodePeer.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            slow.tell("pause", Map.of());
            String message = "x".repeat(10_000);
            while (writer.metric("slowDisconnects") == 0) {
                writer.write(message);
                writer.flush();
            }
            slow.tell("resume", Map.of());
            assertThat(slow.skipTo("close").path("status").asInt()).isEqualTo(1013);
        }
    }

    @Test
    void theSourcesServerReadsTextBinaryAndFragmentsAndAnswersPings() throws Exception {
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                NodePeer client = NodePeer.connect(port(reader))) {
            client.sendText(GREETING);
            client.tell("binary", Map.of("base64", base64("bytes")));
            client.sendFragments("a ", "whole ", "", "message");
            client.tell("ping", Map.of("text", "still there?"));
            assertThat(reader.poll(3)).containsExactly(GREETING, "bytes", "a whole message");
            assertThat(client.next("pong").path("text").asText()).isEqualTo("still there?");

            client.tell("close", Map.of("status", 4000, "reason", "done"));
            assertThat(client.next("close").path("status").asInt()).isEqualTo(4000);
            await().until(() -> reader.metric("connections") == 0);
        }
    }

    @Test
    void theSourcesServerReadsCompressedMessagesAndFragments() throws Exception {
        String large = GREETING.repeat(100_000);
        try (ReaderHarness<String> reader = ReaderHarness.reading(server().build());
                NodePeer client = NodePeer.connect(port(reader))) {
            client.sendText(large);
            client.sendFragments(large, large, "end");
            client.sendText("short");
            assertThat(reader.poll(3)).containsExactly(large, large + large + "end", "short");
            assertThat(bytes(client, "written")).isLessThan(large.length() / 10);
        }
    }

    @Test
    void theSourcesServerClosesAConnectionWithTooLargeAMessage() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                server().setMaxMessageSize(MemorySize.parse("1 kb")).build());
                NodePeer client = NodePeer.connect(port(reader))) {
            client.sendFragments("x".repeat(1000), "x".repeat(1000));
            assertThat(client.next("close").path("status").asInt()).isEqualTo(1009);
        }
    }

    @Test
    void theSourcesClientSubscribesReadsAndComesBack() throws Exception {
        try (NodePeer server = NodePeer.server(Map.of())) {
            int port = server.next("listening").path("port").asInt();
            WebSocketSourceBuilder<String> source =
                    WebSocketSource.<String>builder()
                            .setUrl("ws://127.0.0.1:" + port + "/feed?key=1")
                            .setDeserializer(new SimpleStringSchema())
                            .setAuth("Bearer hush")
                            .setHeader("X-Device", "d1")
                            .setSubprotocol("v2.feed,v1.feed")
                            .setSubscribeMessages("hello")
                            .setReconnectDelay(Duration.ofMillis(10), Duration.ofMillis(10));
            try (ReaderHarness<String> reader = ReaderHarness.reading(source.build())) {
                JsonNode open = server.next("open");
                assertThat(open.path("url").asText()).isEqualTo("/feed?key=1");
                assertThat(open.path("headers").path("authorization").asText())
                        .isEqualTo("Bearer hush");
                assertThat(open.path("headers").path("x-device").asText()).isEqualTo("d1");
                assertThat(open.path("subprotocol").asText()).isEqualTo("v2.feed");
                assertThat(server.nextText()).isEqualTo("hello");

                server.sendText(GREETING);
                server.sendFragments("a ", "whole ", "message");
                server.tell("ping", Map.of("text", "still there?"));
                assertThat(reader.poll(2)).containsExactly(GREETING, "a whole message");
                assertThat(server.next("pong").path("text").asText()).isEqualTo("still there?");

                server.tell("close", Map.of("status", 1012, "reason", "restarting"));
                server.skipTo("open");
                assertThat(server.skipTo("text").path("text").asText()).isEqualTo("hello");
                server.sendText("again");
                assertThat(reader.poll(1)).containsExactly("again");
            }
        }
    }

    @Test
    void theSourcesClientReadsCompressedMessages() throws Exception {
        String large = GREETING.repeat(100_000);
        try (NodePeer server = NodePeer.server(Map.of("perMessageDeflate", true))) {
            int port = server.next("listening").path("port").asInt();
            WebSocketSourceBuilder<String> source =
                    WebSocketSource.<String>builder()
                            .setUrl(url(port))
                            .setDeserializer(new SimpleStringSchema());
            try (ReaderHarness<String> reader = ReaderHarness.reading(source.build())) {
                assertThat(server.next("open").path("extensions").asText())
                        .isEqualTo("permessage-deflate");
                server.sendText(large);
                server.sendFragments(large, "end");
                assertThat(reader.poll(2)).containsExactly(large, large + "end");
                assertThat(bytes(server, "written")).isLessThan(large.length() / 10);
            }
        }
    }

    private static long bytes(NodePeer peer, String direction) throws Exception {
        peer.tell("bytes", Map.of());
        return peer.next("bytes").path(direction).asLong();
    }

    private static String url(int port) {
        return "ws://127.0.0.1:" + port + "/";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int port(ReaderHarness<?> reader) {
        await().until(() -> reader.metric("boundPort") > 0);
        return (int) reader.metric("boundPort");
    }

    private static WebSocketSourceBuilder<String> server() {
        return WebSocketSource.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setDeserializer(new SimpleStringSchema());
    }

    private static WebSocketSinkBuilder<String> text() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }

    private static WebSocketSinkBuilder<Integer> numbers() {
        return WebSocketSink.<Integer>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(number -> number.toString().getBytes(StandardCharsets.US_ASCII))
                .setSubscriptions(new NumberSubscriptions());
    }
}
