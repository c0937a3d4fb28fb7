// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

final class BenchMessagesTest {

    @Test
    void hasTheSizeThatItSaysAndIsJson() throws Exception {
        byte[] message = BenchMessages.message(42);

        assertThat(message).hasSize(BenchMessages.BYTES);
        RowData row = new JsonDecoder().decode(message);
        assertThat(row.getLong(0)).isEqualTo(BenchMessages.FIRST_NUMBER + 42);
        assertThat(row.getBoolean(7)).isTrue();
    }

    @Test
    void framesAsAServerDoes() {
        ByteBuffer frames = BenchMessages.frames(3);

        assertThat(frames.remaining()).isEqualTo(3 * BenchMessages.FRAME_BYTES);
        assertThat(frames.getInt(2 * BenchMessages.FRAME_BYTES)).isEqualTo(0x817E00C8);
        assertThat(frames.get(BenchMessages.NUMBER_OFFSET)).isEqualTo((byte) '1');
        assertThat(frames.get(BenchMessages.NUMBER_OFFSET + BenchMessages.NUMBER_DIGITS))
                .isEqualTo((byte) ',');
    }
}
