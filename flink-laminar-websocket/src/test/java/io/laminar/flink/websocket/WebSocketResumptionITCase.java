// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that come back. Each record is the sequence number of its own message. */
@Timeout(60)
class WebSocketResumptionITCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void givesAClientThatComesBackWhatItHasNotSeenAndGoesOn() throws Exception {
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(100).build())) {
            write(writer, 0, 10);
            JsonNode before = subscribe(writer, "\"filter\":\"f0 > 5\"").answer();
            assertThat(before.get("next_sequence").asInt()).isEqualTo(10);
            assertThat(before.has("missed")).isFalse();
            write(writer, 10, 20);

            Session back =
                    subscribe(
                            writer,
                            "\"filter\":\"f0 > 5\",\"last_sequence\":3,\"incarnation\":"
                                    + before.get("incarnation"));
            assertThat(back.answer().get("next_sequence").asInt()).isEqualTo(4);
            assertThat(back.answer().get("live_sequence").asInt()).isEqualTo(20);
            assertThat(back.answer().get("missed").asInt()).isZero();
            write(writer, 20, 30);
            assertThat(back.numbers(24)).isEqualTo(range(6, 30));
            back.client().close();

            Session upToDate = subscribe(writer, "\"last_sequence\":29");
            assertThat(upToDate.answer().get("next_sequence").asInt()).isEqualTo(30);
            write(writer, 30, 31);
            assertThat(upToDate.numbers(1)).containsExactly(30);
        }
    }

    @Test
    void saysHowManyMessagesTheBufferHasForgotten() throws Exception {
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(10).build())) {
            write(writer, 0, 50);
            Session back = subscribe(writer, "\"last_sequence\":4");
            assertThat(back.answer().get("missed").asInt()).isEqualTo(35);
            assertThat(back.answer().get("next_sequence").asInt()).isEqualTo(40);
            assertThat(back.numbers(10)).isEqualTo(range(40, 50));

            assertThat(subscribe(writer, "\"last_sequence\":-1").answer().get("missed").asInt())
                    .isEqualTo(40);
        }
        try (WriterHarness<Integer> bufferless = WriterHarness.open(sink(0).build())) {
            write(bufferless, 0, 5);
            JsonNode answer = subscribe(bufferless, "\"last_sequence\":2").answer();
            assertThat(answer.get("missed").asInt()).isEqualTo(2);
            assertThat(answer.get("next_sequence").asInt()).isEqualTo(5);
        }
    }

    @Test
    void givesTheWholeBufferToAClientOfTheServerBeforeAFailover() throws Exception {
        List<byte[]> snapshot;
        String incarnation;
        try (WriterHarness<Integer> writer = WriterHarness.open(sink(10).build())) {
            write(writer, 0, 50);
            snapshot = writer.snapshot();
            incarnation = subscribe(writer, "").answer().get("incarnation").toString();
        }
        try (WriterHarness<Integer> writer = WriterHarness.restore(sink(10).build(), snapshot)) {
            Session back =
                    subscribe(
                            writer,
                            "\"filter\":\"f0 <> 44\",\"last_sequence\":45,\"incarnation\":"
                                    + incarnation);
            assertThat(back.answer().get("incarnation").toString()).isNotEqualTo(incarnation);
            assertThat(back.answer().has("missed")).isFalse();
            write(writer, 50, 52);
            List<Integer> expected = new ArrayList<>(range(40, 52));
            expected.remove(Integer.valueOf(44));
            assertThat(back.numbers(11)).isEqualTo(expected);

            JsonNode ofTheFuture = subscribe(writer, "\"last_sequence\":1000").answer();
            assertThat(ofTheFuture.get("next_sequence").asInt()).isEqualTo(42);
            assertThat(ofTheFuture.has("missed")).isFalse();
        }
    }

    @Test
    void givesNothingOfABufferWithoutRecordsToAFilterAndAllOfItToOthers() throws Exception {
        DataOutputSerializer version1 = new DataOutputSerializer(64);
        version1.writeInt(1);
        version1.writeInt(1);
        version1.write('0');
        WebSocketSink<Integer> sink = sink(10).build();
        byte[] state = version1.getCopyOfBuffer();
        try (WriterHarness<Integer> writer =
                WriterHarness.restore(sink, /* version= */ 1, List.of(state))) {
            Session filtered = subscribe(writer, "\"filter\":\"f0 >= 0\",\"last_sequence\":-1");
            Session all = subscribe(writer, "\"last_sequence\":-1");
            write(writer, 1, 2);
            assertThat(filtered.numbers(1)).containsExactly(1);
            assertThat(all.numbers(2)).containsExactly(0, 1);
        }
    }

    @Test
    void goesOnWhereThePlainMessagesEndedWithoutLastSequence() throws Exception {
        try (WriterHarness<Integer> writer =
                WriterHarness.open(
                        sink(100_000)
                                .setClientBuffer(MemorySize.parse("1 kb"))
                                .setSerializer(
                                        number ->
                                                (" ".repeat(4_000) + number)
                                                        .getBytes(StandardCharsets.US_ASCII))
                                .build())) {
            // Some 20 MB, more than the sockets hold: the request comes in the midst of them.
            write(writer, 0, 5_000);
            try (JdkClient client = JdkClient.connectWithoutReading(writer.port())) {
                client.send("{\"action\":\"subscribe\"}");
                client.startReading();
                int next = 0;
                String message = client.next();
                while (!message.startsWith("{")) {
                    assertThat(message.strip()).isEqualTo(Integer.toString(next++));
                    message = client.next();
                }
                assertThat(next).isLessThan(5_000);
                JsonNode answer = JSON.readTree(message);
                assertThat(answer.get("next_sequence").asInt()).isEqualTo(next);
                assertThat(new Session(client, answer).numbers(5_000 - next))
                        .isEqualTo(range(next, 5_000));
            }
        }
    }

    @Test
    void losesAndDoublesNothingWhenFiltersChangeWhileTheJobWrites() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        try (WriterHarness<Integer> writer =
                        WriterHarness.open(
                                sink(0).setClientBuffer(MemorySize.parse("64 mb")).build());
                JdkClient client = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            CompletableFuture<Integer> writing =
                    CompletableFuture.supplyAsync(
                            () -> {
                                int number = 0;
                                while (!isDone.get()) {
                                    write(writer, number, ++number);
                                }
                                return number;
                            });
            int next = 0;

            for (int round = 1; round <= 50; round++) {
                // A filter of its own each time, which the task has to take up.
                client.send("{\"action\":\"subscribe\",\"filter\":\"f0 >= " + -round + "\"}");
                String message = client.next();
                while (!message.contains("subscribed")) {
                    int number =
                            message.startsWith("{")
                                    ? JSON.readTree(message).get("data").asInt()
                                    : Integer.parseInt(message);
                    assertThat(number).isEqualTo(next);
                    next++;
                    message = client.next();
                }
                assertThat(JSON.readTree(message).get("next_sequence").asInt()).isEqualTo(next);
            }
            isDone.set(true);
            int written = writing.get();
            while (next < written) {
                assertThat(JSON.readTree(client.next()).get("data").asInt()).isEqualTo(next++);
            }
        }
    }

    @Test
    void replaysALongBufferOfWhichAFilterWantsLittleToASlowClient() throws Exception {
        try (WriterHarness<Integer> writer =
                WriterHarness.open(
                        sink(50_000).setClientBuffer(MemorySize.parse("1 kb")).build())) {
            write(writer, 0, 50_000);
            Session back = subscribe(writer, "\"filter\":\"f0 >= 49000\",\"last_sequence\":-1");
            write(writer, 50_000, 50_001);
            assertThat(back.numbers(1_000)).isEqualTo(range(49_000, 50_000));
        }
    }

    private record Session(JdkClient client, JsonNode answer) {

        List<Integer> numbers(int count) throws Exception {
            List<Integer> numbers = new ArrayList<>();
            while (numbers.size() < count) {
                JsonNode message = JSON.readTree(client.next());
                assertThat(message.get("type").asText()).isEqualTo("data");
                assertThat(message.get("incarnation")).isEqualTo(answer.get("incarnation"));
                assertThat(message.get("sequence")).isEqualTo(message.get("data"));
                numbers.add(message.get("data").asInt());
            }
            return numbers;
        }
    }

    /** What comes before the answer is plain. */
    private static Session subscribe(WriterHarness<Integer> writer, String fields)
            throws Exception {
        JdkClient client = JdkClient.connect(writer.port());
        client.send("{\"action\":\"subscribe\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
        String message = client.next();
        while (!message.startsWith("{")) {
            message = client.next();
        }
        assertThat(message).contains("\"type\":\"subscribed\"");
        return new Session(client, JSON.readTree(message));
    }

    private static void write(WriterHarness<Integer> writer, int from, int to) {
        try {
            for (int number = from; number < to; number++) {
                writer.write(number);
            }
            writer.flush();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static WebSocketSinkBuilder<Integer> sink(int replayBufferSize) {
        return WebSocketSink.<Integer>builder()
                .setBindAddress("127.0.0.1:0")
                .setReplayBufferSize(replayBufferSize)
                .setSubscriptions(new NumberSubscriptions())
                .setSerializer(number -> number.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
