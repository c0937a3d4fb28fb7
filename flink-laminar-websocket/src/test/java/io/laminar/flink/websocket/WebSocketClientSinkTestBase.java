// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.testing.CollectingServer;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Timeout;

/** For tests of the writer of the sink's client mode, with real servers. */
@Timeout(60)
abstract class WebSocketClientSinkTestBase {

    static WebSocketSinkBuilder<String> sink(CollectingServer server) {
        return sink(server.url());
    }

    static WebSocketSinkBuilder<String> sink(String url) {
        return WebSocketSink.<String>builder()
                .setUrl(url)
                .setSerializer(new SimpleStringSchema())
                .setReconnectDelay(Duration.ofMillis(20), Duration.ofMillis(100));
    }

    static WebSocketSinkBuilder<String> acknowledged(String url) {
        return sink(url).setAcknowledgement("id", message -> message);
    }

    static void writeAll(WriterHarness<String> writer, List<String> messages) {
        try {
            for (String message : messages) {
                writer.write(message);
            }
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    static List<String> numbered(int count) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(String.valueOf(i));
        }
        return messages;
    }
}
