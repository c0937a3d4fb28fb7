// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wss://}: who is trusted. */
@Timeout(60)
class WebSocketTlsITCase {

    @TempDir Path folder;

    @Test
    void receivesFromAServerThatTheJvmTrusts() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        try (AutoCloseable trust = certificate.trustedByTheJvm();
                RawServer server = RawServer.startTls(certificate);
                ReaderHarness<String> reader = ReaderHarness.reading(source(server));
                RawConnection feed = server.accept()) {
            feed.sendText("secret");
            assertThat(reader.poll(1)).containsExactly("secret");
        }
    }

    @Test
    void refusesACertificateThatTheJvmDoesNotTrust() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        assertRefused(certificate, "PKIX path building failed");
    }

    @Test
    void refusesATrustedCertificateOfAnotherHost() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "other.example");
        try (AutoCloseable trust = certificate.trustedByTheJvm()) {
            assertRefused(certificate, "No subject alternative DNS name matching localhost found");
        }
    }

    private static void assertRefused(TestCertificate certificate, String reason) throws Exception {
        try (RawServer server = RawServer.startTls(certificate);
                ReaderHarness<String> reader = ReaderHarness.reading(source(server))) {
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThat(reader.pollFailure())
                    .hasMessageContaining("Can't connect to 'wss://localhost:" + server.port())
                    .hasMessageContaining(reason);
        }
    }

    private static WebSocketSource<String> source(RawServer server) {
        return WebSocketSource.<String>builder()
                .setUrl("wss://localhost:" + server.port() + "/feed")
                .setMaxReconnects(1)
                .setReconnectDelay(Duration.ofMillis(20), Duration.ofMillis(20))
                .setDeserializer(new SimpleStringSchema())
                .build();
    }
}
