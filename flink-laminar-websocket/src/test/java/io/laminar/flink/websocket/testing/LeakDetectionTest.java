// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laminar.flink.websocket.protocol.Buffers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

class LeakDetectionTest {

    private final LeakDetection detection = new LeakDetection();

    @Test
    @SuppressWarnings("NullAway") // The extension has no use for a context.
    void failsATestThatForgetsABuffer() {
        ExtensionContext none = null;
        detection.beforeEach(none);
        for (int i = 0; i < 100; i++) {
            Buffers.allocator().heapBuffer(100);
        }
        assertThatThrownBy(() -> detection.afterEach(none))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LEAK: ByteBuf.release() was not called");
    }

    @Test
    @SuppressWarnings("NullAway") // The extension has no use for a context.
    void passesATestThatReleasesWhatItMade() {
        ExtensionContext none = null;
        detection.beforeEach(none);
        Buffers.allocator().heapBuffer(100).release();
        assertThat(detection.leaks()).isEmpty();
        detection.afterEach(none);
    }
}
