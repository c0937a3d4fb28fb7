// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SourceSerializersTest {

    private final WebSocketSplitSerializer splits = new WebSocketSplitSerializer();
    private final WebSocketEnumeratorStateSerializer states =
            new WebSocketEnumeratorStateSerializer();

    @Test
    void readsASplitOfVersionOne() throws IOException {
        assertThat(splits.deserialize(1, HexFormat.of().parseHex("000466656564")))
                .isEqualTo(new WebSocketSplit("feed", null, null));
    }

    @Test
    void writesASplitAsVersionTwoAlwaysDid() throws IOException {
        assertThat(splits.getVersion()).isEqualTo(2);
        String id = "000477733a2f";
        assertVersion2(id + "00" + "00", new WebSocketSplit("ws:/"));
        assertVersion2(
                id + "01" + "00000003" + "61c3a4" + "01" + "fffffffffffffffe",
                new WebSocketSplit("ws:/", "aä", -2L));
    }

    private void assertVersion2(String hex, WebSocketSplit split) throws IOException {
        byte[] version2 = HexFormat.of().parseHex(hex);
        assertThat(splits.serialize(split)).isEqualTo(version2);
        assertThat(splits.deserialize(2, version2)).isEqualTo(split);
    }

    @Test
    void readsTheEnumeratorsStateOfBothVersions() throws IOException {
        WebSocketEnumeratorState state = new WebSocketEnumeratorState();
        assertThat(states.getVersion()).isEqualTo(2);
        assertThat(states.serialize(state)).isEmpty();
        assertThat(states.deserialize(2, new byte[0])).isEqualTo(state);
        for (byte isAssigned : new byte[] {0, 1}) {
            assertThat(states.deserialize(1, new byte[] {isAssigned})).isEqualTo(state);
        }
    }

    @Test
    void refuseAVersionTheyDoNotKnow() {
        assertThatThrownBy(() -> splits.deserialize(3, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "A WebSocket split of version 3 was written by a newer connector. Use that"
                                + " one, or a newer one.");
        assertThatThrownBy(() -> states.deserialize(3, new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "WebSocket enumerator state of version 3 was written by a newer connector."
                                + " Use that one, or a newer one.");
    }
}
