// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyBufferTest {

    private final CopyBuffer buffer = new CopyBuffer(16);

    @Test
    void keepsItsArrayForTheNextRows() {
        buffer.putBytes(new byte[100]);
        byte[] grown = buffer.array();
        buffer.clear();
        assertThat(buffer.size()).isZero();
        assertThat(buffer.array()).isSameAs(grown);
        buffer.clear(/* mostKept= */ 100);
        assertThat(buffer.array()).isSameAs(grown);
    }

    @Test
    void givesBackAnArrayThatHasGrownTooLarge() {
        buffer.putBytes(new byte[101]);
        buffer.clear(/* mostKept= */ 100);
        assertThat(buffer.size()).isZero();
        assertThat(buffer.array()).hasSize(16);
    }
}
