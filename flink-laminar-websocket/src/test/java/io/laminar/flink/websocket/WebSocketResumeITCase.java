// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.source.RecordLayout;
import io.laminar.flink.websocket.source.WebSocketSplit;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cursor and the sequence of a feed, over reconnects and restarts, step by step. */
@Timeout(60)
class WebSocketResumeITCase {

    private RawServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = RawServer.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void resumesAReconnectBehindTheLastRecordThatCameInPlaceOfTheLastSubscription()
            throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source().setSubscribeMessages("login", "all")
                                .setResume("id", "{\"from\":\"${last}\"}")
                                .build())) {
            try (RawConnection feed = server.accept()) {
                assertThat(feed.readFrame(RawConnection.TEXT).text()).isEqualTo("login");
                assertThat(feed.readFrame(RawConnection.TEXT).text()).isEqualTo("all");
                feed.sendText("{\"id\":1}");
                feed.sendText("{\"id\":\"b\\\"2\"}");
                feed.sendText("{\"heartbeat\":true}");
            }
            // It is not known before the task has seen them, and so nobody connects yet.
            await().until(() -> reader.metric("connections") == 0);
            assertThat(reader.poll(3)).hasSize(3);
            await().until(
                            () -> {
                                reader.step();
                                return reader.metric("reconnects") == 1;
                            });
            try (RawConnection feed = server.accept()) {
                assertThat(feed.readFrame(RawConnection.TEXT).text()).isEqualTo("login");
                assertThat(feed.readFrame(RawConnection.TEXT).text())
                        .isEqualTo("{\"from\":\"b\\\"2\"}");
            }
        }
    }

    @Test
    void resumesARestartByTheUrl() throws Exception {
        String url = server.url() + "?a=1&from=${last}";
        WebSocketSource<String> source = source().setUrl(url).setResume("id", null).build();
        List<WebSocketSplit> snapshot;
        try (ReaderHarness<String> reader = ReaderHarness.reading(source);
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead().get(0)).isEqualTo("GET /feed?a=1 HTTP/1.1");
            feed.sendText("{\"id\":\"x y\"}");
            assertThat(reader.poll(1)).hasSize(1);
            snapshot = reader.snapshot();
        }
        assertThat(snapshot).containsExactly(new WebSocketSplit(url, "x y", null));
        try (ReaderHarness<String> reader = ReaderHarness.restored(source, snapshot);
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead().get(0)).isEqualTo("GET /feed?a=1&from=x%20y HTTP/1.1");
            assertThat(reader.snapshot()).isEqualTo(snapshot);
        }
    }

    @Test
    void keepsItsCursorUntilAMessageIsEmittedToItsEnd() throws Exception {
        try (ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setRecordLayout(RecordLayout.JSON)
                                        .setResume("id", "${last}")
                                        .build());
                RawConnection feed = server.accept()) {
            feed.sendText("[{\"id\":7}, {\"id\":7}, {\"id\":8}]");
            reader.poll(2);
            assertThat(reader.snapshot()).extracting(WebSocketSplit::cursor).containsOnlyNulls();
            reader.poll(1);
            assertThat(reader.snapshot()).extracting(WebSocketSplit::cursor).containsExactly("8");
        }
    }

    @Test
    void countsGapsInTheSequenceOverReconnectsAndRestarts() throws Exception {
        WebSocketSource<String> source = source().setSequenceField("n").build();
        List<WebSocketSplit> snapshot;
        try (ReaderHarness<String> reader = ReaderHarness.reading(source)) {
            try (RawConnection feed = server.accept()) {
                for (int number : new int[] {5, 6, 9, 9, 8}) {
                    feed.sendText("{\"n\":" + number + "}");
                }
                reader.poll(5);
                assertThat(reader.metric("lostRecords")).isEqualTo(2);
            }
            try (RawConnection feed = server.accept()) {
                feed.sendText("{\"n\":13}");
                reader.poll(1);
                assertThat(reader.metric("lostRecords")).isEqualTo(2 + 4);
            }
            snapshot = reader.snapshot();
        }
        try (ReaderHarness<String> reader = ReaderHarness.restored(source, snapshot);
                RawConnection feed = server.accept()) {
            feed.sendText("{\"n\":15}");
            reader.poll(1);
            assertThat(reader.metric("lostRecords")).isEqualTo(1);
        }
    }

    @Test
    void countsTheSequenceOfEachClientOfItsServerForItself() throws Exception {
        WebSocketSource<String> listening =
                WebSocketSource.<String>builder()
                        .setBindAddress("127.0.0.1:0")
                        .setDeserializer(new SimpleStringSchema())
                        .setSequenceField("n")
                        .build();
        try (ReaderHarness<String> reader = ReaderHarness.reading(listening)) {
            await().until(() -> reader.metric("boundPort") > 0);
            int port = (int) reader.metric("boundPort");
            try (RawConnection one = RawConnection.connect(port);
                    RawConnection other = RawConnection.connect(port)) {
                one.sendText("{\"n\":1}");
                other.sendText("{\"n\":100}");
                reader.poll(2);
                one.sendText("{\"n\":2}");
                other.sendText("{\"n\":103}");
                reader.poll(2);
                assertThat(reader.metric("lostRecords")).isEqualTo(2);
            }
            assertThat(reader.snapshot()).isEmpty();
        }
    }

    private WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder()
                .setUrl(server.url())
                .setReconnectDelay(Duration.ofMillis(10), Duration.ofMillis(100))
                .setDeserializer(new SimpleStringSchema());
    }
}
