// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.laminar.flink.websocket.testing.ClientHarness;
import io.laminar.flink.websocket.testing.ClientHarness.Connector;
import io.laminar.flink.websocket.testing.ClientSettings;
import io.laminar.flink.websocket.testing.ConnectProxy;
import io.laminar.flink.websocket.testing.RawConnection;
import io.laminar.flink.websocket.testing.RawServer;
import io.laminar.flink.websocket.testing.TestCertificate;
import io.laminar.flink.websocket.testing.TokenServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Client mode with the tokens of an OAuth 2 server. */
@Timeout(60)
class WebSocketTokenITCase {

    @TempDir Path folder;
    private RawServer server;
    private TokenServer login;

    @BeforeEach
    void startServers() throws Exception {
        server = RawServer.start();
        login = TokenServer.start();
    }

    @AfterEach
    void stopServers() throws Exception {
        server.close();
        login.close();
    }

    @Test
    void fetchesATokenAndKeepsItForTheNextConnectionWhileItLasts() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hu:sh &\n");
        try (ClientHarness client =
                settings("me+you", "${file:" + secret + "}", "read write").open(Connector.SOURCE)) {
            acceptWithToken(1, client).close();
            acceptWithToken(1, client).close();
            assertThat(login.tokens()).isEqualTo(1);
            // RFC 6749, section 2.3.1: both parts are form-encoded before they are put together.
            assertThat(login.requests())
                    .containsExactly(
                            "POST Basic bWUlMkJ5b3U6aHUlM0FzaCslMjY="
                                    + " grant_type=client_credentials&scope=read+write");
        }
    }

    @Test
    void fetchesAnotherForTheNextConnectionIfItHasExpiredAndCutsNone() throws Exception {
        login.setLifetime(0);
        try (ClientHarness client = settings().open(Connector.SOURCE)) {
            try (RawConnection feed = acceptWithToken(1, client)) {
                client.exchange("still here", feed);
                assertThat(login.requests())
                        .containsExactly("POST Basic bWU6aHVzaA== grant_type=client_credentials");
            }
            acceptWithToken(2, client).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void fetchesAnotherOnceIfTheServerRefusesTheOneItHas(Connector connector) throws Exception {
        try (ClientHarness client = settings().open(connector)) {
            acceptWithToken(1, client).close();
            refuse();
            acceptWithToken(2, client).close();
            // One break by each server that hung up, and none by the refusal.
            assertThat(client.metric("reconnects")).isLessThanOrEqualTo(2);
            refuse();
            refuse();
            assertThat(client.failure())
                    .hasMessage(
                            "The server at '%s' refused the WebSocket handshake with '401"
                                    + " Unauthorized', also with a new token of '%s'"
                                    + " ('auth.token.url'). Ask its operator for the right, or"
                                    + " check 'auth.scope'.",
                            server.url(), login.url());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|{\"error\":\"invalid_client\"}|401 Unauthorized' (invalid_client)",
                "400|{\"error\":\"invalid_scope\",\"error_description\":\"No such scope\"}"
                        + "|400 Bad Request' (invalid_scope): No such scope",
                "400|{\"error\":\"invalid_grant\",\"error_description\":null}"
                        + "|400 Bad Request' (invalid_grant)",
                "404|<html>|404 Not Found'"
            })
    void failsAtOnceIfTheTokenServerRefuses(int status, String body, String shown)
            throws Exception {
        login.answer(status, body);
        try (ClientHarness client = settings().open(Connector.SOURCE)) {
            assertThat(client.failure())
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "'%s' ('auth.token.url') gave no token but '%s. Check 'auth.client_id',"
                                    + " 'auth.client_secret' and 'auth.scope'.",
                            login.url(), shown)
                    .hasMessageNotContaining("hush");
            assertThat(client.metric("reconnects")).isZero();
        }
    }

    @Test
    void triesAgainWhileTheTokenServerIsInTrouble() throws Exception {
        login.answer(503, "busy");
        try (ClientHarness client = settings().open(Connector.SOURCE)) {
            await().until(() -> client.metric("reconnects") > 0);
            login.answer(200, "");
            acceptWithToken(1, client).close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503|busy|('auth.token.url') gave no token for now but '503 Service Unavailable'.",
                "200|<html>|('auth.token.url') holds no token: 'access_token' is missing. Is it a"
                        + " token endpoint of OAuth 2?",
                "200|{\"access_token\":null,\"token_type\":\"Bearer\"}|('auth.token.url') holds no"
                        + " token: 'access_token' is missing. Is it a token endpoint of OAuth 2?",
                "200|{\"access_token\":\"hush\",\"token_type\":\"mac\"}|('auth.token.url') holds no"
                        + " token: 'token_type' is 'mac', not 'Bearer'. Is it a token endpoint of"
                        + " OAuth 2?",
                "200|{\"access_token\":\"hu\\nsh\",\"token_type\":\"Bearer\"}|('auth.token.url')"
                        + " holds no token: 'access_token' does not fit in a header. Is it a token"
                        + " endpoint of OAuth 2?"
            })
    void saysWhyThereIsNoToken(int status, String body, String shown) throws Exception {
        login.answer(status, body);
        try (ClientHarness client = settings().setMaxReconnects(1).open(Connector.SOURCE)) {
            assertThat(client.failure())
                    .hasMessageContaining("'" + login.url() + "'")
                    .hasMessageEndingWith(shown)
                    .hasMessageNotContaining("hush");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http|SSH-2.0-OpenSSH_9.6|The answer of 'http://localhost:%d' ('auth.token.url')"
                        + " holds no token: it is not HTTP. Is it a token endpoint of OAuth 2?",
                "https|HTTP/1.1 400 Bad Request|Can't connect to 'https://localhost:%d': the"
                        + " server answered, but not in TLS; write the port where it speaks TLS, or"
                        + " a URL without: 'ws://', 'http://'.",
            })
    void saysThatTheTokenServerDoesNotSpeakHttpOrTls(String scheme, String answer, String shown)
            throws Exception {
        try (RawServer other = RawServer.start();
                ClientHarness client =
                        ClientSettings.of(server.url())
                                .setClientCredentials(
                                        scheme + "://localhost:" + other.port(), "me", "hush", null)
                                .setMaxReconnects(1)
                                .open(Connector.SOURCE)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                try (Socket socket = other.acceptSocket()) {
                    socket.getOutputStream()
                            .write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                }
            }
            assertThat(client.failure()).hasMessageEndingWith(shown, other.port());
        }
    }

    @ParameterizedTest
    @EnumSource
    void fetchesATokenFromAServerThatItTrusts(Connector connector) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost");
        try (TokenServer secure = TokenServer.startTls(certificate);
                ClientHarness client = settings(secure, certificate).open(connector)) {
            acceptWithToken(1, client).close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost|other.example|PKIX path",
                "other.example|other.example"
                        + "|No subject alternative DNS name matching localhost found",
            })
    void showsItsSecretToNoOneElse(String shown, String trusted, String reason) throws Exception {
        TestCertificate own = TestCertificate.create(folder, shown);
        TestCertificate known =
                shown.equals(trusted) ? own : TestCertificate.create(folder, trusted);
        try (TokenServer secure = TokenServer.startTls(own);
                ClientHarness client =
                        settings(secure, known).setMaxReconnects(1).open(Connector.SOURCE)) {
            assertThat(client.failure())
                    .hasMessageContaining("Can't connect to '" + secure.url() + "': ")
                    .hasMessageContaining(reason);
            assertThat(secure.requests()).isEmpty();
        }
    }

    private ClientSettings settings(TokenServer secure, TestCertificate trusted) {
        return ClientSettings.of(server.url())
                .setTrustStore(trusted.keyStore().toString(), trusted.password())
                .setClientCredentials(secure.url(), "me", "hush", null);
    }

    @Test
    void saysThatTheTokenServerCantBeReachedOrDoesNotAnswer() throws Exception {
        try (RawServer mute = RawServer.start();
                ClientHarness client =
                        ClientSettings.of(server.url())
                                .setClientCredentials(
                                        "http://127.0.0.1:" + mute.port() + "/t",
                                        "me",
                                        "hush",
                                        null)
                                .setHandshakeTimeout(Duration.ofMillis(50))
                                .setMaxReconnects(1)
                                .open(Connector.SOURCE)) {
            assertThat(client.failure())
                    .hasMessageEndingWith(
                            "'http://127.0.0.1:%d/t' ('auth.token.url') did not answer within 50"
                                    + " ms. A slow one may need a higher 'handshake_timeout_ms'.",
                            mute.port());
        }
        login.close();
        try (ClientHarness client = settings().setMaxReconnects(1).open(Connector.SOURCE)) {
            assertThat(client.failure())
                    .hasMessageContaining("Can't connect to '" + login.url() + "': ");
        }
    }

    @Test
    void fetchesTheTokenByTheProxyToo() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.start();
                ClientHarness client =
                        ClientSettings.of(server.url())
                                .setClientCredentials(
                                        "http://login.invalid:" + login.port() + "/token",
                                        "me",
                                        "hush",
                                        null)
                                .setProxy("http://127.0.0.1:" + proxy.port())
                                .open(Connector.SOURCE)) {
            acceptWithToken(1, client).close();
            assertThat(proxy.requests().get(0)).startsWith("CONNECT login.invalid:");
        }
    }

    /** Delivers a message too, so that the next connection comes soon. */
    private RawConnection acceptWithToken(int number, ClientHarness client) throws Exception {
        RawConnection feed = server.accept();
        assertThat(feed.requestHead()).contains("authorization: Bearer token-" + number);
        client.exchange("hello", feed);
        return feed;
    }

    private void refuse() throws IOException {
        try (Socket client = server.acceptSocket()) {
            client.getOutputStream()
                    .write(
                            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        }
    }

    private ClientSettings settings() {
        return settings("me", "hush", null);
    }

    private ClientSettings settings(String id, String secret, @Nullable String scope) {
        return ClientSettings.of(server.url()).setClientCredentials(login.url(), id, secret, scope);
    }
}
