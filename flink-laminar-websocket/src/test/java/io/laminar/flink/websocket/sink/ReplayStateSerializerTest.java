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
    void writesVersionTwoAsItAlwaysDid() throws IOException {
        ReplayState state =
                new ReplayState(
                        7,
                        new byte[] {9},
                        List.of(
                                new ReplayState.Message(new byte[] {1, 2}, new byte[] {3}),
                                new ReplayState.Message(new byte[0], null)),
                        List.of(
                                new ReplayState.Row(
                                        5,
                                        new byte[] {4},
                                        new ReplayState.Message(new byte[] {6}, null))));
        byte[] version2 =
                HexFormat.of()
                        .parseHex(
                                "0000000000000007"
                                        + "0000000109"
                                        + "00000002"
                                        + "000000020102"
                                        + "0000000103"
                                        + "00000000"
                                        + "FFFFFFFF"
                                        + "00000001"
                                        + "0000000000000005"
                                        + "0000000104"
                                        + "0000000106"
                                        + "FFFFFFFF");
        assertThat(serializer.getVersion()).isEqualTo(2);
        assertThat(serializer.serialize(state)).isEqualTo(version2);
        assertThat(serializer.deserialize(2, version2)).usingRecursiveComparison().isEqualTo(state);
    }

    @Test
    void readsVersionOne() throws IOException {
        byte[] version1 = HexFormat.of().parseHex("00000002" + "000000020102" + "00000000");
        assertThat(serializer.deserialize(1, version1))
                .usingRecursiveComparison()
                .isEqualTo(
                        new ReplayState(
                                0,
                                new byte[0],
                                List.of(
                                        new ReplayState.Message(new byte[] {1, 2}, null),
                                        new ReplayState.Message(new byte[0], null)),
                                List.of()));
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
