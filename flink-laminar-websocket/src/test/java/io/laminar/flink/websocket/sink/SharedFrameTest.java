// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedFrameTest {

    private static final PerMessageDeflate AGREED = new PerMessageDeflate(0, false);
    private static final PerMessageDeflate SMALL_WINDOW = new PerMessageDeflate(9, false);

    private final MessageDeflater deflater = new MessageDeflater();
    private final UnpooledByteBufAllocator allocator =
            new UnpooledByteBufAllocator(/* preferDirect= */ false);

    @AfterEach
    void releasesEverything() {
        deflater.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void compressesOnceForAllClients() {
        try (SharedFrame frame = frame("x".repeat(1_000))) {
            ByteBuf compressed = frame.get(AGREED);
            assertThat(compressed.getUnsignedByte(0)).isEqualTo((short) 0xC1);
            assertThat(compressed.readableBytes()).isLessThan(50);
            assertThat(frame.get(AGREED)).isSameAs(compressed);
            ByteBuf plain = frame.get(null);
            assertThat(plain.getUnsignedByte(0)).isEqualTo((short) 0x81);
            assertThat(frame.get(null)).isSameAs(plain);
        }
    }

    @Test
    void makesNoBufferBeforeAClientNeedsIt() {
        try (SharedFrame frame = frame("x".repeat(1_000))) {
            assertThat(allocator.metric().usedDirectMemory()).isZero();
            frame.get(AGREED);
            assertThat(allocator.metric().usedDirectMemory()).isLessThan(100);
        }
    }

    @Test
    void sendsPlainWhatIsShortOrDoesNotShrink() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        for (byte[] payload : new byte[][] {new byte[0], new byte[99], noise}) {
            try (SharedFrame frame =
                    new SharedFrame(FrameType.BINARY, payload, deflater, allocator)) {
                assertThat(frame.get(AGREED)).isSameAs(frame.get(null));
            }
        }
    }

    @Test
    void sendsPlainWhatIsLargerThanTheWindowOfAClient() {
        try (SharedFrame large = frame("x".repeat(513));
                SharedFrame small = frame("x".repeat(512))) {
            assertThat(large.get(SMALL_WINDOW)).isSameAs(large.get(null));
            assertThat(large.get(AGREED)).isNotSameAs(large.get(null));
            assertThat(small.get(SMALL_WINDOW)).isSameAs(small.get(AGREED));
        }
    }

    private SharedFrame frame(String text) {
        return new SharedFrame(
                FrameType.TEXT, text.getBytes(StandardCharsets.UTF_8), deflater, allocator);
    }
}
