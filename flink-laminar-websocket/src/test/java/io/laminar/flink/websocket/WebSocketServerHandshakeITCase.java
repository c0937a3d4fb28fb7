// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a server lets in, and what it answers the others: the same at the source and the sink. */
@Timeout(60)
class WebSocketServerHandshakeITCase {

    @Test
    void theSourceAsksForASubprotocol() throws Exception {
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(source().setSubprotocol("v2,v1").build())) {
            assertSubprotocolIsAskedFor(port(reader));
        }
    }

    @Test
    void theSinkAsksForASubprotocol() throws Exception {
        try (WriterHarness<String> writer =
                WriterHarness.open(sink().setSubprotocol("v2,v1").build())) {
            assertSubprotocolIsAskedFor(writer.port());
        }
    }

    private static void assertSubprotocolIsAskedFor(int port) throws IOException {
        RawConnection.Answer none = upgrade(port, "/");
        assertThat(none.status()).contains("400 Bad Request");
        assertThat(none.headers()).contains("content-type: text/plain; charset=utf-8");
        assertThat(none.body())
                .isEqualTo("Offer the subprotocol 'v2,v1' in the header Sec-WebSocket-Protocol.\n");
        assertThat(upgrade(port, "/", "Sec-WebSocket-Protocol: v9").status()).contains(" 400 ");

        RawConnection.Answer open = upgrade(port, "/", "Sec-WebSocket-Protocol: v9, v1");
        assertThat(open.status()).contains(" 101 ");
        assertThat(open.headers()).contains("sec-websocket-protocol: v1");
    }

    private static RawConnection.Answer upgrade(int port, String path, String... headers)
            throws IOException {
        try (RawConnection client = RawConnection.open(port)) {
            return client.upgrade(path, headers);
        }
    }

    private static int port(ReaderHarness<?> reader) {
        await().until(() -> reader.metric("boundPort") > 0);
        return (int) reader.metric("boundPort");
    }

    private static WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setDeserializer(new SimpleStringSchema());
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }
}
