// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayStateSerializerTest {

    private final ReplayStateSerializer serializer = new ReplayStateSerializer();

    @Test
    void writesMessagesAsVersionOneAlwaysDid() throws IOException {
        ReplayState state = new ReplayState(List.of(new byte[] {1, 2}, new byte[0]));
        byte[] version1 = HexFormat.of().parseHex("00000002" + "000000020102" + "00000000");
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(serializer.serialize(state)).isEqualTo(version1);
        assertThat(serializer.deserialize(1, version1).messages())
                .containsExactly(new byte[] {1, 2}, new byte[0]);
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        assertThatThrownBy(() -> serializer.deserialize(7, new byte[4]))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "WebSocket replay state of version 7 was written by a newer connector. Use"
                                + " that one, or a newer one.");
    }
}
