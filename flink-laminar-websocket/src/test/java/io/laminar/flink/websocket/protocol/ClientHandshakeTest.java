// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.sdk.secret.SecretText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "connection",
                "UPGRADE",
                "Content-Length",
                "Transfer-Encoding",
                "Sec-WebSocket-Key",
                "Sec-WebSocket-Extensions"
            })
    void refusesHeadersOfTheHandshakeItself(String name) {
        assertThatThrownBy(() -> header(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'headers.%s' can't be set: the handshake itself decides about this"
                                + " header. Remove it.",
                        name);
    }

    @Test
    void namesTheOptionThatStandsForAHeader() {
        assertThatThrownBy(() -> header("Sec-WebSocket-Protocol", "x"))
                .hasMessage(
                        "'headers.Sec-WebSocket-Protocol' can't be set: 'subprotocol' stands for"
                                + " this header. Use that one.");
        assertThatThrownBy(() -> header("authorization", "x"))
                .hasMessage(
                        "'headers.authorization' can't be set: 'auth' stands for this header. Use"
                                + " that one.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "colon:", "line\nbreak", "ümlaut"})
    void refusesWhatIsNoHeaderName(String name) {
        assertThatThrownBy(() -> header(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'headers.%s' doesn't name an HTTP header: a name has letters, digits and"
                                + " '-'.",
                        Printable.text(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " hush", "hush\r\nX-Evil: 1", "hüsh"})
    void refusesAValueThatCantBeSentWithoutShowingIt(String value) {
        assertThatThrownBy(() -> header("X-Key", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The value of 'headers.X-Key' can't be sent in an HTTP header: it is"
                                + " empty, begins with a space, or holds a line break or another"
                                + " character that is not printable ASCII.");
    }

    @Test
    void resolvesReferencesOnlyWhereItConnects(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("key"), "hush\n");
        ClientHandshake handshake = header("X-Key", "k=${file:" + secret + "}");
        assertThat(handshake.resolve().get("x-key")).isEqualTo("k=hush");
        assertThat(handshake.toString()).doesNotContain("hush");

        Files.writeString(secret, "a\nb");
        assertThatThrownBy(handshake::resolve)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The value of 'headers.X-Key' can't be sent");
    }

    @Test
    void knowsWhichOptionsHoldASecretAsPlainText() {
        ClientHandshake handshake =
                new ClientHandshake(
                        Map.of(
                                "X-Api-Key", SecretText.of("hush"),
                                "Cookie", SecretText.of("session=hush"),
                                "X-Token", SecretText.of("${env:TOKEN}"),
                                "Accept-Language", SecretText.of("en")),
                        null,
                        SecretText.of("Bearer hush"));
        assertThat(handshake.literalSecrets())
                .containsExactly("auth", "headers.Cookie", "headers.X-Api-Key");
        assertThat(handshake.toString()).doesNotContain("hush");
    }

    @Test
    void knowsWhetherAServersSecretIsPlainText() {
        assertThat(rules("Bearer hush").holdsLiteralSecret()).isTrue();
        assertThat(rules("Bearer ${env:TOKEN}").holdsLiteralSecret()).isFalse();
        assertThat(HandshakeRules.NONE.holdsLiteralSecret()).isFalse();
        assertThat(rules("Bearer hush").toString()).doesNotContain("hush");
    }

    @Test
    void refusesCredentialsThatCantBeSentWithoutShowingThem() {
        String text = "The value of 'auth' can't be sent in an HTTP header: ";
        assertThatThrownBy(() -> rules("Bearer hush\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(text)
                .hasMessageNotContaining("hush");
        SecretText auth = SecretText.of("Bearer hüsh");
        assertThatThrownBy(() -> new ClientHandshake(Map.of(), null, auth))
                .hasMessageStartingWith(text)
                .hasMessageNotContaining("hüsh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "feed", "/a b", "/a?b", "/a#b"})
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> new HandshakeRules(path, Set.of(), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'path' is '%s', but must begin with '/' and hold no space, '?' or '#'.",
                        path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "app.example.com", "https://app.example.com/", "https://a, b"})
    void refusesWhatIsNoOrigin(String origin) {
        assertThatThrownBy(() -> new HandshakeRules(null, Set.of(origin), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'allowed_origins' holds '%s', but an origin is a scheme and a host, with a"
                                + " port if it is not the usual one, and nothing else, such as"
                                + " 'https://app.example.com'.",
                        origin);
    }

    private static HandshakeRules rules(String auth) {
        return new HandshakeRules(null, Set.of(), null, SecretText.of(auth));
    }

    @Test
    void refusesASubprotocolThatIsNoName() {
        assertThatThrownBy(() -> new ClientHandshake(Map.of(), "v1 v2", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'subprotocol' is 'v1 v2', but must be one name without spaces, such as"
                                + " 'v1.example', or several with commas.");
        assertThatThrownBy(() -> new HandshakeRules(null, Set.of(), "v1,,v2", null))
                .hasMessageStartingWith("'subprotocol' is 'v1,,v2', but must be one name");
    }

    private static ClientHandshake header(String name, String value) {
        return new ClientHandshake(Map.of(name, SecretText.of(value)), null, null);
    }
}
