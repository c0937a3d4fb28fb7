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

class ProxyUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, proxy, 3128,",
        "HTTP://proxy, proxy, 80,",
        "http://[::1]:8/, ::1, 8,",
        "http://me:p%40ss@proxy:1, proxy, 1, Basic bWU6cEBzcw==",
        "http://me@proxy:1, proxy, 1, Basic bWU6"
    })
    void readsHostPortAndCredentials(String written, String host, int port, String authorization) {
        assertThat(ProxyUrl.parse(written).resolve())
                .isEqualTo(new ProxyUrl.Address(host, port, authorization));
    }

    @Test
    void resolvesReferences(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "p@ss\n");
        Path whole = Files.writeString(folder.resolve("proxy"), "http://me:hush@proxy:1\n");
        assertThat(ProxyUrl.parse("http://me:${file:" + password + "}@proxy:1").resolve())
                .isEqualTo(new ProxyUrl.Address("proxy", 1, "Basic bWU6cEBzcw=="));
        assertThat(ProxyUrl.parse("${file:" + whole + "}").resolve().host()).isEqualTo("proxy");
    }

    @Test
    void showsNoPassword() {
        ProxyUrl proxy = ProxyUrl.parse("http://me:hush@proxy:1");
        assertThat(proxy).hasToString("http://me:***@proxy:1");
        assertThat(proxy.holdsLiteralSecret()).isTrue();
        assertThat(proxy.resolve()).hasToString("proxy:1");
        assertThat(ProxyUrl.parse("http://proxy:1").holdsLiteralSecret()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "proxy:3128", "https://h:1", "http://h:1/path", "http://h?x", "http://"})
    void refusesWhatIsNoProxy(String written) {
        assertThatThrownBy(() -> ProxyUrl.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'proxy.url' is '%s', but must be 'http://host:port' or"
                                + " 'http://user:password@host:port'.",
                        written);
    }
}
