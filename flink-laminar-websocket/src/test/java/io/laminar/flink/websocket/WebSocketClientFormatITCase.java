// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.sink.ClientFormat;
import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.sink.RecordKeys;
import io.laminar.flink.websocket.sink.SlowClientPolicy;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for a format. The records are whole numbers. */
@Timeout(60)
class WebSocketClientFormatITCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ClientFormat<Integer> HEX =
            new ClientFormat<>("hex", number -> hex(number).getBytes(UTF_8), /* isJson= */ false);

    private static final ClientFormat<Integer> OBJECT =
            new ClientFormat<>(
                    "object",
                    number -> ("{\"n\":" + number + "}").getBytes(UTF_8),
                    /* isJson= */ true);

    /** How often the format "counted" was made of a record. */
    private static final AtomicInteger ENCODINGS = new AtomicInteger();

    @Test
    void sendsEachClientTheFormatThatItHasAskedForLast() throws Exception {
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(0, List.of(HEX, OBJECT)));
                JdkClient plain = JdkClient.connect(writer.port());
                JdkClient own = JdkClient.connect(writer.port());
                JdkClient hex = JdkClient.connect(writer.port());
                JdkClient object = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 4);
            subscribe(own, "");
            subscribe(hex, ",\"format\":\"hex\"");
            subscribe(object, ",\"format\":\"object\",\"filter\":\"f0 > 10\"");
            for (int number = 10; number < 13; number++) {
                writer.write(number);
            }
            assertThat(plain.next(3)).containsExactly("10", "11", "12");
            assertThat(data(own, 3)).containsExactly("10", "11", "12");
            assertThat(data(hex, 3)).containsExactly("\"\\ta\"", "\"\\tb\"", "\"\\tc\"");
            assertThat(data(object, 2)).containsExactly("{\"n\":11}", "{\"n\":12}");

            subscribe(hex, ",\"format\":\"object\"");
            subscribe(object, ",\"format\":null");
            writer.write(9);
            assertThat(data(hex, 1)).containsExactly("{\"n\":9}");
            assertThat(data(object, 1)).containsExactly("9");
        }
    }

    @Test
    void givesThePastInAnotherFormatAlsoAfterAFailover() throws Exception {
        WebSocketSink<Integer> sink = sink(10, List.of(HEX));
        List<byte[]> state;
        try (WriterHarness<Integer> writer = WriterHarness.open(sink);
                JdkClient client = JdkClient.connect(writer.port())) {
            for (int number = 0; number < 15; number++) {
                writer.write(number);
            }
            writer.flush();
            subscribe(client, ",\"format\":\"hex\",\"filter\":\"f0 > 10\",\"last_sequence\":7");
            writer.write(15);
            assertThat(data(client, 5))
                    .containsExactly("\"\\tb\"", "\"\\tc\"", "\"\\td\"", "\"\\te\"", "\"\\tf\"");
            state = writer.snapshot();
        }
        try (WriterHarness<Integer> writer = WriterHarness.restore(sink, state);
                JdkClient client = JdkClient.connect(writer.port())) {
            subscribe(client, ",\"format\":\"hex\",\"last_sequence\":12");
            assertThat(data(client, 3)).containsExactly("\"\\td\"", "\"\\te\"", "\"\\tf\"");
        }
    }

    @Test
    void givesTheSnapshotInAnotherFormatAsInsertions() throws Exception {
        WebSocketSink<Integer> sink =
                builder(0, List.of(HEX)).setKeys(new Parity()).setSnapshotOnConnect(2).build();
        try (WriterHarness<Integer> writer = WriterHarness.open(sink);
                JdkClient client = JdkClient.connect(writer.port())) {
            for (int number = 0; number < 5; number++) {
                writer.write(number);
            }
            writer.flush();
            subscribe(client, ",\"format\":\"hex\"");
            assertThat(data(client, 2)).containsExactly("\"+3\"", "\"+4\"");
            writer.write(5);
            assertThat(data(client, 1)).containsExactly("\"\\t5\"");
        }
    }

    @Test
    void givesASlowClientTheNewestOfEachKeyInItsFormat() throws Exception {
        ClientFormat<Integer> wide =
                new ClientFormat<>(
                        "wide",
                        number -> (hex(number) + " ".repeat(2_000)).getBytes(UTF_8),
                        /* isJson= */ false);
        WebSocketSink<Integer> sink =
                builder(0, List.of(wide))
                        .setKeys(new Parity())
                        .setSlowClientPolicy(SlowClientPolicy.CONFLATE)
                        .setClientBuffer(MemorySize.parse("32 kb"))
                        .build();
        try (WriterHarness<Integer> writer = WriterHarness.open(sink);
                JdkClient slow = JdkClient.connectWithoutReading(writer.port());
                JdkClient fast = JdkClient.connect(writer.port())) {
            slow.send("{\"action\":\"subscribe\",\"format\":\"wide\"}");
            subscribe(fast, ",\"format\":\"wide\"");
            int count = 15_000;
            for (int number = 0; number < count; number++) {
                writer.write(number);
                assertThat(data(fast, 1).get(0)).startsWith("\"\\t" + Integer.toHexString(number));
            }
            slow.startReading();
            assertThat(slow.next()).contains("\"type\":\"subscribed\"");
            int received = 0;
            String last;
            do {
                last = data(slow, 1).get(0).strip();
                received++;
            } while (!last.startsWith("\"\\t" + Integer.toHexString(count - 1) + " "));
            assertThat(received).isLessThan(count);
            assertThat(writer.metric("slowDisconnects")).isZero();
        }
    }

    @Test
    void losesAndDoublesNothingWhenFormatsChangeWhileTheJobWrites() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        ClientFormat<Integer> text =
                new ClientFormat<>(
                        "text", number -> number.toString().getBytes(UTF_8), /* isJson= */ false);
        WebSocketSink<Integer> sink =
                builder(0, List.of(text, OBJECT))
                        .setClientBuffer(MemorySize.parse("64 mb"))
                        .build();
        List<String> formats = List.of("\"text\"", "\"object\"", "null");
        try (WriterHarness<Integer> writer = WriterHarness.open(sink);
                JdkClient client = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            CompletableFuture<Integer> writing =
                    CompletableFuture.supplyAsync(() -> writeUntil(isDone, writer));
            int next = 0;
            for (int round = 0; round < 60; round++) {
                client.send("{\"action\":\"subscribe\",\"format\":" + formats.get(round % 3) + "}");
                JsonNode message = JSON.readTree(client.next());
                while (!message.path("type").asText().equals("subscribed")) {
                    assertThat(number(message)).isEqualTo(next++);
                    message = JSON.readTree(client.next());
                }
                assertThat(message.get("next_sequence").asInt()).isEqualTo(next);
            }
            isDone.set(true);
            int written = writing.get();
            while (next < written) {
                assertThat(number(JSON.readTree(client.next()))).isEqualTo(next++);
            }
        }
    }

    @Test
    void saysWhichFormatsThereAre() throws Exception {
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(0, List.of(HEX, OBJECT)));
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send("{\"action\":\"subscribe\",\"format\":\"xml\"}");
            assertThat(client.next())
                    .isEqualTo(
                            "{\"type\":\"error\",\"message\":\"The format 'xml' is unknown. Ask for"
                                    + " 'hex' or 'object', or leave 'format' out for the server's"
                                    + " own.\"}");
            client.send("{\"action\":\"subscribe\",\"format\":5}");
            assertThat(client.next()).contains("The value of 'format' must be a text.");
        }
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(0, List.of()));
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send("{\"action\":\"subscribe\",\"format\":\"hex\"}");
            assertThat(client.next()).contains("The server has one format. Leave 'format' out.");
        }
    }

    @Test
    void letsClientsOfABinaryServerSubscribeToText() throws Exception {
        WebSocketSink<Integer> sink =
                builder(0, List.of(HEX)).setFrameType(FrameType.BINARY).build();
        try (WriterHarness<Integer> writer = WriterHarness.open(sink);
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send("{\"action\":\"subscribe\"}");
            assertThat(client.next())
                    .contains(
                            "The server sends binary messages, which a subscription's JSON can't"
                                    + " hold. Ask for the format 'hex'; without a subscription they"
                                    + " come as they are.");
            subscribe(client, ",\"format\":\"hex\"");
            writer.write(10);
            assertThat(data(client, 1)).containsExactly("\"\\ta\"");
        }
    }

    @Test
    void leavesOutARecordThatIsNoMessageInAFormat() throws Exception {
        ClientFormat<Integer> even =
                new ClientFormat<>(
                        "even",
                        number -> number % 2 == 0 ? number.toString().getBytes(UTF_8) : null,
                        /* isJson= */ true);
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(10, List.of(even)));
                JdkClient client = JdkClient.connect(writer.port())) {
            for (int number = 0; number < 5; number++) {
                writer.write(number);
            }
            writer.flush();
            subscribe(client, ",\"format\":\"even\",\"last_sequence\":-1");
            for (int number = 5; number < 9; number++) {
                writer.write(number);
            }
            assertThat(data(client, 5)).containsExactly("0", "2", "4", "6", "8");
        }
    }

    @Test
    void givesNothingOfAPastWithoutRecords() throws Exception {
        List<byte[]> state;
        WebSocketSink<Integer> before = builder(10, List.of()).disableSubscriptions().build();
        try (WriterHarness<Integer> writer = WriterHarness.open(before)) {
            writer.write(1);
            state = writer.snapshot();
        }
        try (WriterHarness<Integer> writer = WriterHarness.restore(sink(10, List.of(HEX)), state);
                JdkClient client = JdkClient.connect(writer.port())) {
            subscribe(client, ",\"format\":\"hex\",\"last_sequence\":-1");
            writer.write(2);
            assertThat(data(client, 1)).containsExactly("\"\\t2\"");
        }
    }

    @Test
    void failsTheJobForARecordThatAFormatCannotHold() throws Exception {
        ClientFormat<Integer> unlucky =
                new ClientFormat<>(
                        "unlucky",
                        number -> {
                            if (number == 13) {
                                throw new IllegalArgumentException("13");
                            }
                            return new byte[0];
                        },
                        /* isJson= */ false);
        String text =
                "A kept row can't be encoded in the format 'unlucky', which a client has asked for."
                        + " Remove it from 'subscribe.formats', or write a query whose rows it can"
                        + " hold.";
        WriterHarness<Integer> past = WriterHarness.open(sink(10, List.of(unlucky)));
        past.write(13);
        past.flush();
        try (JdkClient client = JdkClient.connect(past.port())) {
            subscribe(client, ",\"format\":\"unlucky\",\"last_sequence\":-1");
            await().untilAsserted(() -> assertThat(past.failure()).hasMessage(text));
            assertThatThrownBy(past::flush).hasMessage(text);
        }
        assertThatThrownBy(past::close).hasMessage(text);

        try (WriterHarness<Integer> live = WriterHarness.open(sink(0, List.of(unlucky)));
                JdkClient client = JdkClient.connect(live.port())) {
            live.write(13);
            subscribe(client, ",\"format\":\"unlucky\"");
            assertThatThrownBy(() -> live.write(13)).hasMessage("13");
        }
    }

    @Test
    void encodesARecordOnceForAllClientsThatWantItAndNotWithoutAny() throws Exception {
        ClientFormat<Integer> counted =
                new ClientFormat<>(
                        "counted",
                        number -> {
                            ENCODINGS.incrementAndGet();
                            return number.toString().getBytes(UTF_8);
                        },
                        /* isJson= */ true);
        ENCODINGS.set(0);
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(0, List.of(counted)))) {
            try (JdkClient one = JdkClient.connect(writer.port());
                    JdkClient other = JdkClient.connect(writer.port())) {
                writer.write(1);
                assertThat(ENCODINGS).hasValue(0);
                subscribe(one, ",\"format\":\"counted\"");
                subscribe(other, ",\"format\":\"counted\"");
                writer.write(2);
                assertThat(data(one, 1)).isEqualTo(data(other, 1)).containsExactly("2");
                assertThat(ENCODINGS).hasValue(1);

                subscribe(one, "");
                writer.write(3);
                assertThat(data(other, 1)).containsExactly("3");
                assertThat(ENCODINGS).hasValue(2);
            }
            await().until(
                            () -> {
                                int before = ENCODINGS.get();
                                writer.write(4);
                                return ENCODINGS.get() == before;
                            });
        }
    }

    private static int number(JsonNode message) {
        if (message.isInt()) {
            return message.asInt();
        }
        assertThat(message.get("type").asText()).isEqualTo("data");
        JsonNode data = message.get("data");
        return data.isObject() ? data.get("n").asInt() : data.asInt();
    }

    private static int writeUntil(AtomicBoolean isDone, WriterHarness<Integer> writer) {
        int number = 0;
        try {
            while (!isDone.get()) {
                writer.write(number++);
                writer.flush();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return number;
    }

    /** What comes before the answer is of no interest. */
    private static void subscribe(JdkClient client, String fields) throws Exception {
        client.send("{\"action\":\"subscribe\"" + fields + "}");
        String message = client.next();
        while (!message.startsWith("{\"type\":\"subscribed\"")) {
            assertThat(message).doesNotContain("\"error\"");
            message = client.next();
        }
    }

    private static List<String> data(JdkClient client, int count) throws Exception {
        String head = ",\"data\":";
        return client.next(count).stream()
                .map(
                        message -> {
                            assertThat(message).startsWith("{\"type\":\"data\"").contains(head);
                            return message.substring(
                                    message.indexOf(head) + head.length(), message.length() - 1);
                        })
                .toList();
    }

    /** Begins with a character that has to be escaped in JSON. */
    private static String hex(int number) {
        return "\t" + Integer.toHexString(number);
    }

    private static WebSocketSink<Integer> sink(
            int replayBufferSize, List<ClientFormat<Integer>> formats) {
        return builder(replayBufferSize, formats).build();
    }

    private static WebSocketSinkBuilder<Integer> builder(
            int replayBufferSize, List<ClientFormat<Integer>> formats) {
        return WebSocketSink.<Integer>builder()
                .setBindAddress("127.0.0.1:0")
                .setReplayBufferSize(replayBufferSize)
                .setSubscriptions(new NumberSubscriptions())
                .setSerializer(number -> number.toString().getBytes(UTF_8))
                .setClientFormats(formats);
    }

    /** Even numbers replace even ones; an insertion begins otherwise. */
    private record Parity() implements RecordKeys<Integer> {

        @Override
        public byte[] keyOf(Integer number) {
            return new byte[] {(byte) (number % 2)};
        }

        @Override
        public byte[] asInsertion(byte[] message) {
            byte[] insertion = message.clone();
            insertion[0] = '+';
            return insertion;
        }
    }
}
