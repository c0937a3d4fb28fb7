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
    void writesASplitAsVersionOneAlwaysDid() throws IOException {
        byte[] version1 = HexFormat.of().parseHex("000466656564");
        assertThat(splits.getVersion()).isEqualTo(1);
        assertThat(splits.serialize(WebSocketSplit.THE_FEED)).isEqualTo(version1);
        assertThat(splits.deserialize(1, version1)).isEqualTo(WebSocketSplit.THE_FEED);
    }

    @Test
    void writesTheEnumeratorsStateAsVersionOneAlwaysDid() throws IOException {
        assertThat(states.getVersion()).isEqualTo(1);
        for (boolean isAssigned : new boolean[] {true, false}) {
            WebSocketEnumeratorState state = new WebSocketEnumeratorState(isAssigned);
            byte[] version1 = {(byte) (isAssigned ? 1 : 0)};
            assertThat(states.serialize(state)).isEqualTo(version1);
            assertThat(states.deserialize(1, version1)).isEqualTo(state);
        }
    }

    @Test
    void refuseAVersionTheyDoNotKnow() {
        assertThatThrownBy(() -> splits.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "A WebSocket split of version 2 was written by a newer connector. Use that"
                                + " one, or a newer one.");
        assertThatThrownBy(() -> states.deserialize(2, new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "WebSocket enumerator state of version 2 was written by a newer connector."
                                + " Use that one, or a newer one.");
    }
}
