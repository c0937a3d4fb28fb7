// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://localhost",
                "wss://feed.example.com/ticks?symbols=A,B",
                "WSS://[::1]:9443/"
            })
    void takesWebSocketUrls(String written) {
        WebSocketUrl url = WebSocketUrl.parse(written);
        assertThat(url.resolve()).hasToString(written);
        assertThat(url).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://host/|its scheme is another",
                "host:80|its scheme is another",
                "ws:///path|it has no valid host",
                "ws://h/a b|Illegal character in path at character 9",
                "ws://h/#top|a fragment ('#…') has no place in a WebSocket URL"
            })
    void refusesOthersAndSaysWhy(String written, String reason) {
        assertThatThrownBy(() -> WebSocketUrl.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'url' is '" + written + "', but must start with 'ws://'")
                .hasMessageContaining(reason);
    }

    @Test
    void tellsACommaBetweenUrlsFromOneInsideThem() {
        assertThat(WebSocketUrl.parseAll("ws://a/?s=X,Y, WSS://b,ws://c/"))
                .map(WebSocketUrl::toString)
                .containsExactly("ws://a/?s=X,Y", "WSS://b", "ws://c/");
        assertThatThrownBy(() -> WebSocketUrl.parseAll("ws://a,http://b"))
                .hasMessageContaining("'url' is 'ws://a,http://b'");
    }

    @Test
    void putsTheLastCursorIntoItsQueryOrLeavesThatParameterOut() {
        WebSocketUrl url = WebSocketUrl.parse("ws://h/p?a=1&token=x${last}&b=2");
        assertThat(url.hasPlaceForLast()).isTrue();
        assertThat(url.resolve("ä &+")).hasToString("ws://h/p?a=1&token=x%C3%A4%20%26%2B&b=2");
        assertThat(url.resolve(null)).hasToString("ws://h/p?a=1&b=2");
        assertThat(WebSocketUrl.parse("ws://h?from=${last}").resolve(null)).hasToString("ws://h");
        assertThat(WebSocketUrl.parse("ws://h?from=1").hasPlaceForLast()).isFalse();
        assertThatThrownBy(() -> WebSocketUrl.parse("ws://h/${last}?a=1"))
                .hasMessageContaining("'${last}' has its place in the query only");
    }

    @Test
    void showsNoSecretInItsTextNorInErrors() {
        assertThat(WebSocketUrl.parse("wss://h/?token=hush&x=1"))
                .hasToString("wss://h/?token=***&x=1");
        assertThatThrownBy(() -> WebSocketUrl.parse("wss://me:hush@h/"))
                .hasMessage(
                        "'url' is 'wss://me:***@h/', but must start with 'ws://' or 'wss://' and"
                                + " name a host: user and password have no place in a WebSocket"
                                + " URL.");
        assertThatThrownBy(() -> WebSocketUrl.parse("http://h/?token=hush"))
                .hasMessageNotContaining("hush");
    }

    @Test
    void knowsWhetherASecretIsWrittenOut() {
        assertThat(WebSocketUrl.parse("wss://h/?token=hush").holdsLiteralSecret()).isTrue();
        assertThat(WebSocketUrl.parse("wss://h/?token=${env:T}").holdsLiteralSecret()).isFalse();
        assertThat(WebSocketUrl.parse("wss://h/?symbol=A").holdsLiteralSecret()).isFalse();
    }

    @Test
    void resolvesReferencesOnlyWhereItConnects(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("token"), "a&b\n");
        WebSocketUrl url = WebSocketUrl.parse("ws://h/?token=${file:" + secret + "}");
        assertThat(url.resolve()).hasToString("ws://h/?token=a%26b");
        assertThat(url.toString()).doesNotContain("a&b", "a%26b");

        WebSocketUrl absent = WebSocketUrl.parse("ws://h/?k=${env:NO_SUCH_VARIABLE_HERE}");
        assertThatThrownBy(absent::resolve).hasMessageContaining("NO_SUCH_VARIABLE_HERE");
        assertThatThrownBy(() -> WebSocketUrl.parse("http://h/?k=${env:X}"))
                .hasMessageContaining("its scheme is another");
    }
}
