// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopTest {

    private static final WebSocketUrl URL = WebSocketUrl.parse("ws://h/a?token=hush");

    @ParameterizedTest
    @CsvSource({
        "ws://h/a, /b, ws://h/b, true",
        "ws://h/a/x?q, y?z=1, ws://h/a/y?z=1, true",
        "ws://h/a/x?q, ?z=1, ws://h/a/x?z=1, true",
        "ws://h/a, ws://H:80/b, ws://H:80/b, true",
        "ws://h/a, http://h/b, ws://h/b, true",
        "ws://h/a, https://h/b, wss://h/b, true",
        "wss://h/a, //h/b#top, wss://h/b, true",
        "ws://h/a, ws://h:81/b, ws://h:81/b, false",
        "ws://h/a, wss://other/b, wss://other/b, false",
        "wss://h/a, wss://h.evil.example/b, wss://h.evil.example/b, false",
        "ws://h/a, ws://[::1]:9/b, ws://[::1]:9/b, false"
    })
    void followsAndTakesHeadersToTheSameServerOnly(
            String from, String location, String target, boolean takesHeaders) throws Exception {
        Hop hop = hop(from).follow(location, URL);
        assertThat(hop.uri()).hasToString(target);
        assertThat(hop.headers().contains("Authorization")).isEqualTo(takesHeaders);
        assertThat(hop.isElsewhere()).isEqualTo(!takesHeaders);
        assertThat(hop.redirects()).isEqualTo(1);
    }

    @Test
    void givesHeadersThatWereLeftBehindToNobody() throws Exception {
        Hop back = hop("ws://h/a").follow("ws://other/", URL).follow("ws://h/b", URL);
        assertThat(back.headers().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/x", "ws:///x", "mailto:me", "ws://h/a b"})
    void refusesWhatIsNoWebSocketServer(String location) {
        assertThatThrownBy(() -> hop("ws://h/a").follow(location, URL))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "'ws://h/a?token=***' redirected to '%s', which is no address of a"
                                + " WebSocket server. Set 'url' to the address where the server"
                                + " is.",
                        location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://h/b?token=hush", "http://h/b?token=hush"})
    void refusesToLeaveEncryption(String location) {
        assertThatThrownBy(() -> hop("wss://h/a").follow(location, URL))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "'ws://h/a?token=***' redirected to '%s', which is not encrypted, and was"
                                + " not followed. Set 'url' to that address if this is what you"
                                + " want.",
                        location.replace("hush", "***"));
    }

    private static Hop hop(String uri) {
        return new Hop(
                URI.create(uri), new DefaultHttpHeaders().set("Authorization", "Bearer hush"), 0);
    }
}
