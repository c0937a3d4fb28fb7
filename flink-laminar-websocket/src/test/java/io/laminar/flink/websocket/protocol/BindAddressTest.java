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
    @CsvSource({"0.0.0.0:8080-8087, 0.0.0.0, 8", "[::1]:1-65535, ::1, 65535"})
    void readsARangeOfPorts(String written, String host, int ports) {
        BindAddress address = BindAddress.parse(written);
        assertThat(address).hasToString(written);
        assertThat(address.isRange()).isTrue();
        assertThat(address.ports()).isEqualTo(ports);
        assertThat(address.ofSubtask(0)).isEqualTo(new BindAddress(host, address.port()));
        assertThat(address.ofSubtask(ports - 1))
                .isEqualTo(new BindAddress(host, address.lastPort()));
    }

    @Test
    void isOnePortForEverySubtaskIfItIsNoRange() {
        BindAddress address = BindAddress.parse("h:7-7");
        assertThat(address.isRange()).isFalse();
        assertThat(address.ofSubtask(3)).isEqualTo(new BindAddress("h", 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8080",
                ":8080",
                "host",
                "host:",
                "host:65536",
                "::1:80",
                "a/b:1",
                "h:2-1",
                "h:0-1",
                "h:1-",
                "h:-1",
                "h:1-65536",
                "h:1-2-3"
            })
    void refusesWhatIsNotHostAndPort(String written) {
        assertThatThrownBy(() -> BindAddress.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'bind_address' is '%s', but must be 'host:port', such as '0.0.0.0:8080' or"
                                + " '[::1]:8080', or a range of ports, such as"
                                + " '0.0.0.0:8080-8087'; port 0 stands for any free one.",
                        written);
    }

    @Test
    void toleratesSpaceAround() {
        assertThat(BindAddress.parse(" localhost:1 ")).hasToString("localhost:1");
    }
}
