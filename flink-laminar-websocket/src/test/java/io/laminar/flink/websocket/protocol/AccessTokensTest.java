// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.testing.CapturedLog;
import io.laminar.flink.websocket.testing.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token is fetched anew, by a clock of the test's own. */
@Timeout(60)
class AccessTokensTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final EventLoop loop = EventLoop.start("test");
    private TokenServer login;
    private AccessTokens tokens;

    @BeforeEach
    void startServer() throws Exception {
        login = TokenServer.start();
        tokens = tokensOf(login.url());
    }

    private AccessTokens tokensOf(String url) {
        return new AccessTokens(
                new Dialer(
                        loop,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        TlsStores.NONE,
                        new ProxyChoice(null, variable -> null)),
                new ClientCredentials(url, SecretText.of("me"), SecretText.of("hush"), null),
                nanos::get);
    }

    @AfterEach
    void stop() {
        loop.close();
        login.close();
    }

    @Test
    void renewsALongLivedTokenHalfAMinuteBeforeItsEnd() throws Exception {
        login.setLifetime(3600);
        assertThat(token()).isEqualTo("Bearer token-1");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(3600 - 31));
        assertThat(token()).isEqualTo("Bearer token-1");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(token()).isEqualTo("Bearer token-2");
    }

    @Test
    void renewsAShortLivedTokenInTheLastQuarterOfItsLife() throws Exception {
        login.setLifetime(40);
        assertThat(token()).isEqualTo("Bearer token-1");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(29));
        assertThat(token()).isEqualTo("Bearer token-1");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(token()).isEqualTo("Bearer token-2");
    }

    @Test
    void keepsATokenOfUnknownLifeUntilItIsRefused() throws Exception {
        login.answer(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
        assertThat(token()).isEqualTo("Bearer t");
        nanos.addAndGet(TimeUnit.DAYS.toNanos(1000));
        assertThat(token()).isEqualTo("Bearer t");
        assertThat(login.requests()).hasSize(1);
        loop.execute(tokens::discard);
        assertThat(token()).isEqualTo("Bearer t");
        assertThat(login.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example.com/token", "HTTP://192.0.2.1:8080/t"})
    void warnsOfASecretThatTravelsInPlainSight(String url) {
        assertThat(warningsOf(url))
                .containsExactly(
                        "'"
                                + url
                                + "' ('auth.token.url') has no TLS: whoever is on the way to it can"
                                + " read 'auth.client_secret' and the tokens. Use 'https://', unless"
                                + " something else encrypts the way.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.com/token",
                "http://localhost/token",
                "http://127.0.0.2:8080/token",
                "http://[::1]:8080/token"
            })
    void doesNotWarnOfTlsOrOfThisMachine(String url) {
        assertThat(warningsOf(url)).isEmpty();
    }

    private List<String> warningsOf(String url) {
        try (CapturedLog warnings = CapturedLog.of(AccessTokens.class)) {
            assertThat(tokensOf(url).endpoint()).isEqualTo(url);
            return warnings.texts();
        }
    }

    private String token() throws Exception {
        CompletableFuture<String> token = new CompletableFuture<>();
        loop.execute(
                () ->
                        tokens.authorization()
                                .addListener(
                                        done -> token.complete(String.valueOf(done.getNow()))));
        return token.get(20, TimeUnit.SECONDS);
    }
}
