// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.CollectingServer;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink's client mode with a server that acknowledges messages. */
class WebSocketAcknowledgementITCase extends WebSocketClientSinkTestBase {

    @ParameterizedTest
    @ValueSource(strings = {"%s", " %s\n", "\"%s\"", "{\"a\":[{}],\"id\":%s}", "{\"id\":\"%s\"}"})
    void waitsAtACheckpointUntilTheServerHasAcknowledgedEachMessage(String answer)
            throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(acknowledged(server.url()).build());
                RawConnection connection = server.accept()) {
            writer.write("7");
            writer.write("8");
            CompletableFuture<Void> checkpoint = CompletableFuture.runAsync(() -> flush(writer));
            assertThat(connection.readFrame().text()).isEqualTo("7");
            assertThat(connection.readFrame().text()).isEqualTo("8");
            connection.sendText("{\"hello\":1}");
            connection.sendText("{\"id\":[8]}");
            connection.sendText("{not json");
            connection.sendText("9");
            connection.sendText(String.format(answer, 8));
            await().until(() -> writer.metric("bufferedRows") == 1);
            await().during(Duration.ofMillis(100)).until(() -> !checkpoint.isDone());
            connection.sendText(String.format(answer, 7));
            checkpoint.get(10, TimeUnit.SECONDS);
            assertThat(writer.metric("bufferedRows")).isZero();
            assertThat(writer.snapshot()).isEmpty();
        }
    }

    @Test
    void endsOneOfTwoMessagesWithTheSameValueByEachAnswer() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(acknowledged(server.url()).build());
                RawConnection connection = server.accept()) {
            writer.write("7");
            writer.write("7");
            assertThat(connection.readFrame().text()).isEqualTo("7");
            assertThat(connection.readFrame().text()).isEqualTo("7");
            connection.sendText("7");
            await().until(() -> writer.metric("bufferedRows") == 1);
            connection.sendText("7");
            await().until(() -> writer.metric("bufferedRows") == 0);
        }
    }

    @Test
    void sendsAgainWhatWasNotAcknowledgedWhenTheConnectionBroke() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(acknowledged(server.url()).build())) {
            writeAll(writer, List.of("1", "2", "3"));
            try (RawConnection connection = server.accept()) {
                for (String message : List.of("1", "2", "3")) {
                    assertThat(connection.readFrame().text()).isEqualTo(message);
                }
                connection.sendText("2");
                await().until(() -> writer.metric("bufferedRows") == 2);
            }
            writer.write("4");
            try (RawConnection connection = server.accept()) {
                for (String message : List.of("1", "3", "4")) {
                    assertThat(connection.readFrame().text()).isEqualTo(message);
                    connection.sendText(message);
                }
                writer.flush();
                assertThat(writer.metric("resentMessages")).isBetween(2L, 3L);
            }
        }
    }

    @Test
    void opensTheConnectionAnewWhenAnAnswerTakesTooLong() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(
                                acknowledged(server.url())
                                        .setAckTimeout(Duration.ofMillis(200))
                                        .setMaxReconnects(1)
                                        .build())) {
            writer.write("1");
            try (RawConnection first = server.accept()) {
                assertThat(first.readFrame().text()).isEqualTo("1");
                RawConnection.Frame close = first.readFrame();
                assertThat(close.firstByte()).isEqualTo(RawConnection.CLOSE);
                assertThat(close.closeStatus()).isEqualTo(1008);
            }
            try (RawConnection second = server.accept()) {
                assertThat(second.readFrame().text()).isEqualTo("1");
                assertThatThrownBy(writer::flush)
                        .hasMessage(
                                "The connection to '"
                                        + server.url()
                                        + "' failed, and 1 reconnects in a row brought no"
                                        + " acknowledgement ('reconnect.max_retries' = '1'). The"
                                        + " last error: the server did not acknowledge the message"
                                        + " with 'id' = '1' within 200 ms ('ack.timeout').");
            }
        }
    }

    @Test
    void keepsTheConnectionWhileAnswersComeOneByOne() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(
                                acknowledged(server.url())
                                        .setAckTimeout(Duration.ofSeconds(1))
                                        .build());
                RawConnection connection = server.accept()) {
            List<String> messages = numbered(30);
            writeAll(writer, messages);
            for (String message : messages) {
                assertThat(connection.readFrame().text()).isEqualTo(message);
            }
            // Three seconds in all: the last answer is far older than the timeout.
            for (String message : messages) {
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                connection.sendText(message);
            }
            writer.flush();
            assertThat(writer.metric("reconnects")).isZero();
        }
    }

    @Test
    void waitsWhenTooManyRowsAreNotAcknowledged() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(
                                acknowledged(server.url()).setBufferOnDisconnect(3).build());
                RawConnection connection = server.accept()) {
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writeAll(writer, numbered(5)));
            for (int i = 0; i < 3; i++) {
                assertThat(connection.readFrame().text()).isEqualTo(String.valueOf(i));
            }
            await().during(Duration.ofMillis(100)).until(() -> !writing.isDone());
            connection.sendText("0");
            assertThat(connection.readFrame().text()).isEqualTo("3");
            connection.sendText("1");
            writing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void losesNothingThatIsAcknowledgedWhileTheServerIsKilledAgainAndAgain() throws Exception {
        try (CollectingServer server = CollectingServer.start().answering(message -> message);
                WriterHarness<String> writer =
                        WriterHarness.open(
                                acknowledged(server.url()).setBufferOnDisconnect(200).build())) {
            int sent = 0;
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 500; i++) {
                    writer.write(String.valueOf(sent++));
                }
                server.kill();
                server.restart();
            }
            writer.flush();
            assertThat(server.messages())
                    .containsAll(numbered(sent))
                    .hasSizeGreaterThanOrEqualTo(sent);
            assertThat(writer.metric("numRecordsSend")).isEqualTo(sent);
            assertThat(writer.metric("reconnects")).isPositive();
        }
    }

    @Test
    void takesTheAnswerToTheLastRowForTheWholeMessage() throws Exception {
        try (RawServer server = RawServer.start();
                WriterHarness<String> writer =
                        WriterHarness.open(
                                acknowledged(server.url()).setBatch(3, Duration.ZERO).build());
                RawConnection connection = server.accept()) {
            writeAll(writer, List.of("1", "2", "3"));
            assertThat(connection.readFrame().text()).isEqualTo("1\n2\n3");
            assertThat(writer.metric("bufferedRows")).isEqualTo(3);
            connection.sendText("3");
            await().until(() -> writer.metric("bufferedRows") == 0);
        }
    }

    private static void flush(WriterHarness<String> writer) {
        try {
            writer.flush();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
