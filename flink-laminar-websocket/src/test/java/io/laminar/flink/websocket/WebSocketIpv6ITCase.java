// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.testing.FreePorts;
import io.laminar.flink.websocket.testing.JdkClient;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.TestCertificate;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.net.URI;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of IPv6, as a client and as a server, with and without TLS. */
@Timeout(60)
class WebSocketIpv6ITCase {

    @TempDir Path folder;
    private TestCertificate certificate;

    @BeforeEach
    void createCertificate() throws Exception {
        certificate = TestCertificate.create(folder, "::1");
    }

    @Test
    void theSourceConnectsAndNamesTheServerAsItWasWritten() throws Exception {
        try (RawServer server = RawServer.startOnIpv6();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source().setUrl("ws://[::1]:" + server.port() + "/feed").build());
                RawConnection feed = server.accept()) {
            assertThat(feed.requestHead()).contains("host: [::1]:" + server.port());
            feed.sendText("hello");
            assertThat(reader.poll(1)).containsExactly("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void theSourceListens(String scheme) throws Exception {
        WebSocketSourceBuilder<String> source = source().setBindAddress("[::1]:0");
        if (scheme.equals("wss")) {
            source.setKeyStore(certificate.keyStore().toString(), certificate.password());
        }
        try (ReaderHarness<String> reader = ReaderHarness.reading(source.build())) {
            await().until(() -> reader.metric("boundPort") > 0);
            try (JdkClient client =
                    JdkClient.connect(
                            URI.create(scheme + "://[::1]:" + reader.metric("boundPort") + "/"),
                            certificate.mutualContext())) {
                client.send("hello");
                assertThat(reader.poll(1)).containsExactly("hello");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void theSinkListensAndTheSourceConnects(String scheme) throws Exception {
        int port = FreePorts.first(2);
        WebSocketSinkBuilder<String> sink =
                WebSocketSink.<String>builder()
                        .setBindAddress("[::1]:" + port + "-" + (port + 1))
                        .setReplayBufferSize(1)
                        .setSerializer(new SimpleStringSchema());
        WebSocketSourceBuilder<String> source = source();
        if (scheme.equals("wss")) {
            String store = certificate.keyStore().toString();
            sink.setKeyStore(store, certificate.password());
            source.setTrustStore(store, certificate.password());
        }
        try (WriterHarness<String> writer = WriterHarness.open(sink.build());
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source.setUrl(scheme + "://[::1]:" + port + "/").build())) {
            assertThat(writer.port()).isEqualTo(port);
            writer.write("hello");
            writer.flush();
            assertThat(reader.poll(1)).containsExactly("hello");
        }
    }

    @Test
    void theSinkConnects() throws Exception {
        try (RawServer server = RawServer.startOnIpv6();
                WriterHarness<String> writer =
                        WriterHarness.open(
                                WebSocketSink.<String>builder()
                                        .setUrl("ws://[::1]:" + server.port() + "/feed")
                                        .setSerializer(new SimpleStringSchema())
                                        .build());
                RawConnection peer = server.accept()) {
            assertThat(peer.requestHead()).contains("host: [::1]:" + server.port());
            writer.write("hello");
            writer.flush();
            assertThat(peer.readFrame().text()).isEqualTo("hello");
        }
    }

    private static WebSocketSourceBuilder<String> source() {
        return WebSocketSource.<String>builder().setDeserializer(new SimpleStringSchema());
    }
}
