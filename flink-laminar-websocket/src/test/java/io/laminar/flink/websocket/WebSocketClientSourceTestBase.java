// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import io.laminar.flink.websocket.testing.RawServer;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** For tests of the source as a client, against a server that does what the test says. */
@Timeout(60)
abstract class WebSocketClientSourceTestBase {

    RawServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = RawServer.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder()
                .setUrl(server.url())
                .setReconnectDelay(Duration.ofMillis(20), Duration.ofMillis(100))
                .setDeserializer(new SimpleStringSchema());
    }
}
