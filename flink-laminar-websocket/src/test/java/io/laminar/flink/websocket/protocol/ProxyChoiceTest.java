// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy is taken. */
class ProxyChoiceTest {

    private static final Map<String, String> BOTH =
            Map.of("http_proxy", "http://plain:1", "https_proxy", "http://tls:2");

    @Test
    void dependsOnTheScheme() {
        assertThat(choice(BOTH).of(true, "h")).hasToString("Optional[http://tls:2]");
        assertThat(choice(BOTH).of(false, "h")).hasToString("Optional[http://plain:1]");
        assertThat(choice(Map.of()).of(true, "h")).isEmpty();
        assertThat(choice(Map.of("https_proxy", " ")).of(true, "h")).isEmpty();
    }

    @Test
    void knowsTheUpperCaseNameForTlsOnly() {
        Map<String, String> upper = Map.of("HTTPS_PROXY", "tls:2", "HTTP_PROXY", "plain:1");
        assertThat(choice(upper).of(true, "h")).hasToString("Optional[http://tls:2]");
        assertThat(choice(upper).of(false, "h")).isEmpty();
    }

    @Test
    void isWhatTheUserHasSetWhateverTheEnvironmentSays() {
        ProxyChoice set =
                new ProxyChoice(
                        ProxyUrl.parse("http://mine:3"),
                        Map.of("no_proxy", "*", "http_proxy", "http://plain:1")::get);
        assertThat(set.of(false, "h")).hasToString("Optional[http://mine:3]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|h.example.com",
                "h.example.com|H.example.com",
                "x, example.com|h.example.com",
                ".example.com|h.example.com",
                "*.example.com y|h.example.com",
                "[::1]|::1",
                "127.0.0.1|127.0.0.1"
            })
    void leavesOutWhatNoProxyNames(String list, String host) {
        for (String variable : new String[] {"no_proxy", "NO_PROXY"}) {
            assertThat(choice(Map.of("http_proxy", "p:1", variable, list)).of(false, host))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ample.com", "h.example.com.org", "g.example.com", ","})
    void takesTheProxyForOtherHosts(String list) {
        assertThat(choice(Map.of("http_proxy", "p:1", "no_proxy", list)).of(false, "h.example.com"))
                .isPresent();
    }

    @Test
    void saysWhichVariableNamesNoProxy() {
        assertThatThrownBy(() -> choice(Map.of("https_proxy", "https://u:hush@p")).of(true, "h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'https_proxy' is 'https://u:***@p', but must be 'http://host:port' or"
                                + " 'http://user:password@host:port'.");
    }

    private static ProxyChoice choice(Map<String, String> environment) {
        return new ProxyChoice(null, environment::get);
    }
}
