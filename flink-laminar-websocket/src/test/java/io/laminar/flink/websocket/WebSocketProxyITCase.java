// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.ClientHarness;
import io.laminar.flink.websocket.testing.ClientHarness.Connector;
import io.laminar.flink.websocket.testing.ClientSettings;
import io.laminar.flink.websocket.testing.ConnectProxy;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.ReaderHarness;
import io.laminar.flink.websocket.testing.ReaderProcess;
import io.laminar.flink.websocket.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client mode behind an HTTP proxy, which is the only one to know where the server is. */
@Timeout(60)
class WebSocketProxyITCase {

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void reachesAServerByTheProxyThatIsSet(Connector connector) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "p@ss");
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer server = RawServer.start();
                ClientHarness client =
                        ClientSettings.of("ws://feed.invalid:" + server.port() + "/feed")
                                .setProxy(
                                        String.format(
                                                "http://me:${file:%s}@127.0.0.1:%d",
                                                password, proxy.port()))
                                .open(connector);
                RawConnection feed = server.accept()) {
            client.exchange("through", feed);
            String target = "feed.invalid:" + server.port();
            assertThat(proxy.requests())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT " + target + " HTTP/1.1\r\nhost: " + target + "\r\n")
                    .contains("proxy-authorization: Basic bWU6cEBzcw==\r\n");
            assertThat(feed.requestHead())
                    .contains("host: " + target)
                    .noneMatch(line -> line.contains("proxy-authorization"));
        }
    }

    @Test
    void checksTheServersCertificateThroughTheProxy() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "feed.invalid");
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer server = RawServer.startTls(certificate);
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source("wss://feed.invalid:" + server.port() + "/feed")
                                        .setProxy("http://127.0.0.1:" + proxy.port())
                                        .setTrustStore(certificate.pem().toString(), null)
                                        .build());
                RawConnection feed = server.accept()) {
            feed.sendText("secret");
            assertThat(reader.poll(1)).containsExactly("secret");
        }
    }

    @Test
    void refusesTheCertificateOfAnotherHostAndOneThatItDoesNotTrust() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "other.invalid");
        assertRefused(
                certificate,
                source -> source.setTrustStore(certificate.pem().toString(), null),
                "No subject alternative DNS name matching feed.invalid found");
        assertRefused(certificate, source -> source, "unable to find valid certification path");
    }

    private interface Trust {
        WebSocketSourceBuilder<String> addTo(WebSocketSourceBuilder<String> source)
                throws Exception;
    }

    private static void assertRefused(TestCertificate certificate, Trust trust, String reason)
            throws Exception {
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer server = RawServer.startTls(certificate);
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                trust.addTo(source("wss://feed.invalid:" + server.port() + "/feed"))
                                        .setProxy("http://127.0.0.1:" + proxy.port())
                                        .setMaxReconnects(1)
                                        .build())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            }
            assertThat(reader.pollFailure()).hasMessageContaining(reason);
        }
    }

    @Test
    void failsAtOnceIfTheProxyWantsOtherCredentials() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.start()) {
            proxy.refuse("407 Proxy Authentication Required");
            try (ReaderHarness<String> reader =
                    ReaderHarness.reading(
                            source("wss://feed.invalid/feed")
                                    .setProxy("http://me:hush@127.0.0.1:" + proxy.port())
                                    .build())) {
                assertThat(reader.pollFailure())
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "The proxy '127.0.0.1:%d' refused to connect to 'feed.invalid:443'"
                                        + " with '407 Proxy Authentication Required': its user and"
                                        + " password are missing or wrong. Set 'proxy.url' to"
                                        + " 'http://user:${env:PASSWORD}@host:port'.",
                                proxy.port());
                assertThat(reader.metric("reconnects")).isZero();
            }
        }
    }

    @Test
    void triesAgainWhileTheProxyCantReachTheServer() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer server = RawServer.start()) {
            proxy.refuse("502 Bad Gateway");
            try (ReaderHarness<String> reader =
                    ReaderHarness.reading(
                            source("ws://feed.invalid:" + server.port())
                                    .setProxy("http://127.0.0.1:" + proxy.port())
                                    .build())) {
                await().until(() -> reader.metric("reconnects") > 0);
                proxy.refuse("");
                try (RawConnection feed = server.accept()) {
                    feed.sendText("at last");
                    assertThat(reader.poll(1)).containsExactly("at last");
                }
            }
        }
    }

    @Test
    void saysWhatTheProxyAnsweredOrThatItIsNotThere() throws Exception {
        int port;
        try (ConnectProxy proxy = ConnectProxy.start()) {
            port = proxy.port();
            proxy.refuse("502 Bad Gateway");
            try (ReaderHarness<String> reader =
                    ReaderHarness.reading(
                            source("ws://feed.invalid")
                                    .setProxy("http://127.0.0.1:" + port)
                                    .setMaxReconnects(1)
                                    .build())) {
                assertThat(reader.pollFailure())
                        .hasMessageEndingWith(
                                "The proxy '127.0.0.1:%d' refused to connect to 'feed.invalid:80':"
                                        + " expected status 200 but was '502 Bad Gateway'.",
                                port);
            }
        }
        try (ReaderHarness<String> reader =
                ReaderHarness.reading(
                        source("ws://feed.invalid")
                                .setProxy("http://127.0.0.1:" + port)
                                .setMaxReconnects(1)
                                .build())) {
            assertThat(reader.pollFailure())
                    .hasMessageContaining(
                            "Can't connect to 'ws://feed.invalid' by the proxy '127.0.0.1:%d': ",
                            port)
                    .hasMessageEndingWith(
                            "Check 'proxy.url', or if that is not set, 'https_proxy', 'http_proxy'"
                                    + " and 'no_proxy' in the environment of the task manager.");
        }
    }

    @Test
    void saysThatTheProxyDoesNotAnswer() throws Exception {
        try (RawServer mute = RawServer.start();
                ReaderHarness<String> reader =
                        ReaderHarness.reading(
                                source("ws://feed.invalid")
                                        .setProxy("http://127.0.0.1:" + mute.port())
                                        .setHandshakeTimeout(Duration.ofMillis(50))
                                        .setMaxReconnects(1)
                                        .build())) {
            assertThat(reader.pollFailure())
                    .hasMessageEndingWith(
                            "The proxy '127.0.0.1:%d' did not connect to 'feed.invalid:80' within"
                                    + " 50 ms. Is it an HTTP proxy? A slow one may need a higher"
                                    + " 'handshake_timeout_ms'.",
                            mute.port());
        }
    }

    @Test
    void takesTheProxyOfTheEnvironment() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer server = RawServer.start()) {
            String url = "ws://feed.invalid:" + server.port() + "/feed";
            try (ReaderProcess reader =
                            ReaderProcess.start(
                                    url, Map.of("http_proxy", "127.0.0.1:" + proxy.port()));
                    RawConnection feed = server.accept()) {
                feed.sendText("through");
                assertThat(reader.awaitLine("read: ")).isEqualTo("read: through");
            }
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    private static WebSocketSourceBuilder<String> source(String url) {
        return WebSocketSource.<String>builder()
                .setUrl(url)
                .setReconnectDelay(Duration.ofMillis(20), Duration.ofMillis(20))
                .setDeserializer(new SimpleStringSchema());
    }
}
