// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.ClientHarness;
import io.laminar.flink.websocket.testing.ClientHarness.Connector;
import io.laminar.flink.websocket.testing.ClientSettings;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.TestCertificate;
import io.laminar.flink.websocket.testing.WriterHarness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wss://}: who is trusted. */
@Timeout(60)
class WebSocketTlsITCase {

    @TempDir Path folder;

    @Test
    void receivesFromAServerThatTheJvmTrusts() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        try (AutoCloseable trust = certificate.trustedByTheJvm();
                RawServer server = RawServer.startTls(certificate);
                ClientHarness client = settings(server).open(Connector.SOURCE);
                RawConnection connection = server.accept()) {
            client.exchange("secret", connection);
        }
    }

    @Test
    void refusesACertificateThatTheJvmDoesNotTrust() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        assertRefused(Connector.SOURCE, certificate, "PKIX path building failed");
    }

    @Test
    void refusesATrustedCertificateOfAnotherHost() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "other.example");
        try (AutoCloseable trust = certificate.trustedByTheJvm()) {
            for (Connector connector : Connector.values()) {
                assertRefused(
                        connector,
                        certificate,
                        "No subject alternative DNS name matching localhost found");
            }
        }
    }

    @Test
    void saysThatACertificateHasExpired() throws Exception {
        TestCertificate expired = TestCertificate.createExpired(folder, "localhost");
        try (RawServer server = RawServer.startTls(expired);
                ClientHarness client =
                        settings(server)
                                .setTrustStore(folder.resolve("root.crt").toString(), null)
                                .open(Connector.SOURCE)) {
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThat(client.failure())
                    .hasMessageContaining(
                            "Can't connect to 'wss://localhost:%d/feed': its certificate, or one"
                                    + " above it, has expired (NotAfter: ",
                            server.port())
                    .hasMessageEndingWith(
                            "Its operator has to renew it; check the clock of this machine, too.");
        }
    }

    @ParameterizedTest
    @CsvSource({"SOURCE, false", "SOURCE, true", "SINK, true"})
    void trustsAndShowsWhatItsStoresHold(Connector connector, boolean asPem) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        String file = (asPem ? certificate.pem() : certificate.keyStore()).toString();
        String password = asPem ? null : certificate.password();
        try (RawServer server = RawServer.startMutualTls(certificate);
                ClientHarness client =
                        settings(server)
                                .setTrustStore(file, password)
                                .setKeyStore(file, password)
                                .open(connector);
                RawConnection connection = server.accept()) {
            client.exchange("secret", connection);
        }
    }

    @Test
    void saysWhichStoreCantBeRead() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        String file = certificate.keyStore().toString();
        try (RawServer server = RawServer.startTls(certificate);
                ClientHarness client =
                        settings(server).setTrustStore(file, "wrong").open(Connector.SOURCE)) {
            assertThat(client.failure())
                    .hasMessageContaining("Can't read '" + file + "' ('ssl.trust_store'): ")
                    .hasMessageEndingWith(
                            "It has to be a PKCS #12, JKS or PEM file on every task manager, with"
                                    + " its password in 'ssl.trust_store_password'.")
                    .hasMessageNotContaining("wrong");
        }
        assertThatThrownBy(
                        () -> WriterHarness.open(sink().setKeyStore("/no/such/file", null).build()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Can't read '/no/such/file' ('ssl.key_store'): ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSinkServesOverTls(boolean asPem) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        String file = (asPem ? certificate.pem() : certificate.keyStore()).toString();
        String password = asPem ? null : certificate.password();
        try (WriterHarness<String> writer =
                        WriterHarness.open(
                                sink().setReplayBufferSize(1).setKeyStore(file, password).build());
                ReaderHarness<String> one = ReaderHarness.reading(of(writer, file, password));
                ReaderHarness<String> other = ReaderHarness.reading(of(writer, file, password))) {
            await().until(() -> writer.metric("clients") == 2);
            for (String message : List.of("encrypted", "x".repeat(100_000), "too")) {
                writer.write(message);
                writer.flush();
                assertThat(one.poll(1)).containsExactly(message);
                assertThat(other.poll(1)).containsExactly(message);
            }
        }
    }

    private static WebSocketSource<String> of(
            WriterHarness<String> writer, String trustStore, @Nullable String password) {
        return WebSocketSource.<String>builder()
                .setUrl("wss://localhost:" + writer.port() + "/")
                .setTrustStore(trustStore, password)
                .setDeserializer(new SimpleStringSchema())
                .build();
    }

    @Test
    void theSourceListensForTlsOnly() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        WebSocketSource.<String>builder()
                                .setBindAddress("127.0.0.1:0")
                                .setKeyStore(
                                        certificate.keyStore().toString(), certificate.password())
                                .setDeserializer(new SimpleStringSchema())
                                .build())) {
            await().until(() -> reader.metric("boundPort") > 0);
            int port = (int) reader.metric("boundPort");
            WebSocket client =
                    HttpClient.newBuilder()
                            .sslContext(certificate.mutualContext())
                            .build()
                            .newWebSocketBuilder()
                            .buildAsync(
                                    URI.create("wss://localhost:" + port + "/"),
                                    new WebSocket.Listener() {})
                            .get(10, TimeUnit.SECONDS);
            client.sendText("from outside", /* last= */ true).get(10, TimeUnit.SECONDS);
            assertThat(reader.poll(1)).containsExactly("from outside");
            client.abort();
            try (RawConnection plain = RawConnection.open(port)) {
                assertThatThrownBy(plain::requestUpgrade).isInstanceOf(IOException.class);
            }
        }
    }

    private static WebSocketSinkBuilder<String> sink() {
        return WebSocketSink.<String>builder()
                .setBindAddress("127.0.0.1:0")
                .setSerializer(new SimpleStringSchema());
    }

    private static void assertRefused(
            Connector connector, TestCertificate certificate, String reason) throws Exception {
        try (RawServer server = RawServer.startTls(certificate);
                ClientHarness client = settings(server).open(connector)) {
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThat(client.failure())
                    .hasMessageContaining("Can't connect to 'wss://localhost:" + server.port())
                    .hasMessageContaining(reason);
        }
    }

    private static ClientSettings settings(RawServer server) {
        return ClientSettings.of("wss://localhost:" + server.port() + "/feed").setMaxReconnects(1);
    }
}
