// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:8080, 0.0.0.0, 8080",
        "localhost:0, localhost, 0",
        "[::1]:65535, ::1, 65535",
        "my-host.example:1, my-host.example, 1"
    })
    void readsHostAndPort(String written, String host, int port) {
        BindAddress address = BindAddress.parse(written);
        assertThat(address).isEqualTo(new BindAddress(host, port));
        assertThat(address).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", ":8080", "host", "host:", "host:65536", "::1:80", "a/b:1"})
    void refusesWhatIsNotHostAndPort(String written) {
        assertThatThrownBy(() -> BindAddress.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'bind_address' is '%s', but must be 'host:port', such as '0.0.0.0:8080' or"
                                + " '[::1]:8080'; port 0 stands for any free one.",
                        written);
    }

    @Test
    void toleratesSpaceAround() {
        assertThat(BindAddress.parse(" localhost:1 ")).hasToString("localhost:1");
    }
}
