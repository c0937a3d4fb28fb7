// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void showsControlCharactersByTheirCode() {
        assertThat(Printable.text("a\n\u001b[31mä")).isEqualTo("a\\u000a\\u001b[31mä");
        assertThat(Printable.bytes(new byte[] {'a', (byte) 0xFF})).isEqualTo("a\\ufffd");
    }

    @Test
    void cutsWhatIsLong() {
        assertThat(Printable.text("x".repeat(300)))
                .isEqualTo("x".repeat(200) + "… (300 characters)");
        assertThat(Printable.bytes("x".repeat(5_000).getBytes(UTF_8)))
                .isEqualTo("x".repeat(200) + "… (5000 bytes)");
    }
}
