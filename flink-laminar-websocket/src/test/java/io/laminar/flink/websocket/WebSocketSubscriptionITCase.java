// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.sink.FrameType;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients may ask for, with real clients. The records are whole numbers. */
@Timeout(60)
class WebSocketSubscriptionITCase {

    @Test
    void sendsASubscriberTheRowsOfItsFilterAndTheOthersAllOfThem() throws Exception {
        try (WriterHarness<Integer> writer = numbers(sink());
                JdkClient even = JdkClient.connect(writer.port());
                JdkClient all = JdkClient.connect(writer.port());
                JdkClient plain = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 3);
            writer.write(1);
            assertThat(List.of(even.next(), all.next(), plain.next())).containsOnly("1");

            even.send("{\"action\":\"subscribe\",\"filter\":\"f0 IN (2, 4, 6)\"}");
            String incarnation = incarnation(even.next(), "subscribed", "next_sequence", 1);
            all.send("{\"action\":\"subscribe\"}");
            assertThat(incarnation(all.next(), "subscribed", "next_sequence", 1))
                    .isEqualTo(incarnation)
                    .isNotEmpty();
            for (int number = 2; number <= 4; number++) {
                writer.write(number);
            }
            assertThat(even.next(2))
                    .containsExactly(data(1, incarnation, 2), data(3, incarnation, 4));
            assertThat(all.next(3))
                    .containsExactly(
                            data(1, incarnation, 2),
                            data(2, incarnation, 3),
                            data(3, incarnation, 4));
            assertThat(plain.next(3)).containsExactly("2", "3", "4");

            even.send("{\"action\":\"subscribe\",\"filter\":\"f0 > 5\"}");
            incarnation(even.next(), "subscribed", "next_sequence", 4);
            writer.write(4);
            writer.write(6);
            assertThat(even.next()).isEqualTo(data(5, incarnation, 6));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u00a7',
            value = {
                "hello?|The message is not one JSON object such as {\\\"action\\\":\\\"subscribe\\\",\\\"filter\\\":\\\"price > 10\\\"}.",
                "{}|The action is '', but must be 'subscribe'.",
                "{\"action\":\"go\"}|The action is 'go', but must be 'subscribe'.",
                "{\"action\":\"subscribe\",\"filter\":5}|The value of 'filter' must be a text.",
                "{\"action\":\"subscribe\",\"fliter\":\"x\"}|The field 'fliter' is unknown. There are 'action', 'filter', 'format', 'last_sequence' and 'incarnation'.",
                "{\"action\":\"subscribe\",\"last_sequence\":\"4\"}|The value of 'last_sequence' must be a whole number.",
                "{\"action\":\"subscribe\",\"last_sequence\":99999999999999999999}|The value of 'last_sequence' must be a whole number."
            })
    void answersAWrongRequestWithAnErrorAndGoesOn(String request, String text) throws Exception {
        try (WriterHarness<Integer> writer = numbers(sink());
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send(request);
            assertThat(client.next())
                    .isEqualTo("{\"type\":\"error\",\"message\":\"" + text + "\"}");
            writer.write(1);
            assertThat(client.next()).isEqualTo("1");
        }
    }

    @Test
    void saysWhereAFilterIsWrong() throws Exception {
        try (WriterHarness<Integer> writer = numbers(sink());
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send("{\"action\":\"subscribe\",\"filter\":\"f0 = 'x'\"}");
            assertThat(client.next())
                    .isEqualTo(
                            "{\"type\":\"error\",\"message\":\"At character 6 of the filter: Column"
                                    + " 'f0' is of type INT and is compared with a number, but found"
                                    + " the text 'x'.\",\"position\":6}");
        }
    }

    @Test
    void saysThatMessagesWithoutColumnsAndBinaryOnesCannotBeSubscribedTo() throws Exception {
        WebSocketSinkBuilder<String> text =
                WebSocketSink.<String>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setSerializer(new SimpleStringSchema());
        try (WriterHarness<String> writer = WriterHarness.open(text.build());
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send("{\"action\":\"subscribe\",\"filter\":\"a = 1\"}");
            assertThat(client.next())
                    .contains(
                            "The messages of this server have no columns to filter by. Leave the");
            client.send("{\"action\":\"subscribe\",\"filter\":null}");
            assertThat(client.next()).contains("subscribed");
            writer.write("say \"hi\"");
            assertThat(client.next()).endsWith(",\"data\":\"say \\\"hi\\\"\"}");
        }
        try (WriterHarness<String> writer =
                        WriterHarness.open(text.setFrameType(FrameType.BINARY).build());
                JdkClient client = JdkClient.connect(writer.port())) {
            client.send("{\"action\":\"subscribe\"}");
            assertThat(client.next())
                    .contains(
                            "The server sends binary messages, which a subscription's JSON can't"
                                    + " hold. Without a subscription they come as they are.");
        }
    }

    @Test
    void boundsTheDifferentFiltersAndTakesNewOnesOnceOldOnesAreGone() throws Exception {
        try (WriterHarness<Integer> writer = numbers(sink());
                JdkClient late = JdkClient.connect(writer.port())) {
            try (Clients clients = new Clients()) {
                for (int i = 0; i < 256; i++) {
                    RawConnection client = clients.connect(writer.port());
                    client.sendText("{\"action\":\"subscribe\",\"filter\":\"f0 > " + i + "\"}");
                    assertThat(client.readFrame().text()).contains("subscribed");
                }
                late.send("{\"action\":\"subscribe\",\"filter\":\"f0 < 0\"}");
                assertThat(late.next())
                        .contains(
                                "The server evaluates 256 different filters already. Try again"
                                        + " later, or subscribe without one.");
                late.send("{\"action\":\"subscribe\",\"filter\":\"f0 > 7\"}");
                assertThat(late.next()).contains("subscribed");
            }
            await().until(() -> writer.metric("clients") == 1);
            late.send("{\"action\":\"subscribe\",\"filter\":\"f0 < 0\"}");
            assertThat(late.next()).contains("subscribed");
            writer.write(8);
            writer.write(-1);
            assertThat(late.next()).endsWith(",\"data\":-1}");
        }
    }

    @Test
    void sendsSubscribersHeartbeats() throws Exception {
        try (WriterHarness<Integer> writer =
                        numbers(sink().setPingInterval(Duration.ofMillis(100)));
                JdkClient client = JdkClient.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            writer.write(1);
            assertThat(client.next()).isEqualTo("1");
            client.send("{\"action\":\"subscribe\"}");
            incarnation(client.next(), "subscribed", "next_sequence", 1);
            incarnation(client.next(), "heartbeat", "next_sequence", 1);
        }
    }

    @Test
    void disconnectsAClientThatAsksWithoutReadingTheAnswers() throws Exception {
        WebSocketSinkBuilder<String> sink =
                WebSocketSink.<String>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setClientBuffer(MemorySize.parse("4 kb"))
                        .setSerializer(new SimpleStringSchema());
        try (WriterHarness<String> writer = WriterHarness.open(sink.build());
                RawConnection client = RawConnection.connect(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            while (writer.metric("slowDisconnects") == 0) {
                // More than the sockets ever take while a few requests wait.
                for (int i = 0; i < 50; i++) {
                    writer.write("x".repeat(10_000));
                }
                client.sendText("?");
            }
            assertThat(client.readFrame(RawConnection.CLOSE).closeStatus()).isEqualTo(1013);
            assertThat(writer.metric("slowDisconnects")).isEqualTo(1);
        }
    }

    @Test
    void answersASlowClientOnceItReadsAgain() throws Exception {
        WebSocketSinkBuilder<String> sink =
                WebSocketSink.<String>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setClientBuffer(MemorySize.parse("4 kb"))
                        .setSerializer(new SimpleStringSchema());
        try (WriterHarness<String> writer = WriterHarness.open(sink.build());
                JdkClient client = JdkClient.connectWithoutReading(writer.port())) {
            await().until(() -> writer.metric("clients") == 1);
            while (writer.metric("droppedMessages") == 0) {
                writer.write("x".repeat(10_000));
            }
            client.send("{\"action\":\"subscribe\"}");
            client.startReading();
            // The kernel may have made room again after the first drop.
            List<String> before = new ArrayList<>();
            String message = client.next();
            while (!message.startsWith("{\"type\":\"subscribed\"")) {
                before.add(message);
                message = client.next();
            }
            assertThat(before)
                    .anyMatch(told -> told.startsWith("{\"type\":\"backpressure\",\"dropped\":"));
            writer.write("after");
            assertThat(client.next()).startsWith("{\"type\":\"data\"").contains("after");
        }
    }

    @Test
    void disconnectsAClientThatAsksTooOften() throws Exception {
        try (WriterHarness<Integer> writer = numbers(sink());
                RawConnection client = RawConnection.connect(writer.port())) {
            client.sendTexts(Collections.nCopies(200, "{\"action\":\"subscribe\"}"));
            RawConnection.Frame frame = client.readFrame();
            while (frame.firstByte() == RawConnection.TEXT) {
                frame = client.readFrame();
            }
            assertThat(frame.firstByte()).isEqualTo(RawConnection.CLOSE);
            assertThat(frame.closeStatus()).isEqualTo(1008);
        }
    }

    private static String data(long sequence, String incarnation, int number) {
        return String.format(
                "{\"type\":\"data\",\"sequence\":%d,\"incarnation\":\"%s\",\"data\":%d}",
                sequence, incarnation, number);
    }

    private static String incarnation(String message, String type, String field, long sequence) {
        String head =
                String.format(
                        "{\"type\":\"%s\",\"%s\":%d,\"incarnation\":\"", type, field, sequence);
        assertThat(message).startsWith(head);
        return message.substring(head.length(), message.indexOf('"', head.length()));
    }

    private static WriterHarness<Integer> numbers(WebSocketSinkBuilder<Integer> sink)
            throws Exception {
        return WriterHarness.open(sink.setSubscriptions(new NumberSubscriptions()).build());
    }

    private static WebSocketSinkBuilder<Integer> sink() {
        return WebSocketSink.<Integer>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(number -> number.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static final class Clients implements AutoCloseable {

        private final List<RawConnection> open = new ArrayList<>();

        RawConnection connect(int port) throws Exception {
            RawConnection client = RawConnection.connect(port);
            open.add(client);
            return client;
        }

        @Override
        public void close() throws Exception {
            for (RawConnection client : open) {
                client.close();
            }
        }
    }
}
