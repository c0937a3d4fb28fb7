// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.protocol.PerMessageDeflate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameBatchTest {

    private final MessageDeflater deflater = new MessageDeflater();
    private final UnpooledByteBufAllocator allocator =
            new UnpooledByteBufAllocator(/* preferDirect= */ false);
    private final TaggedMessages tags = new TaggedMessages("run", /* areMessagesJson= */ true);

    @AfterEach
    void releasesEverything() {
        deflater.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void joinsTheFramesInTheirOrder() {
        try (FrameBatch batch = batch("1", "22", "333")) {
            ByteBuf plain = Objects.requireNonNull(batch.plain(null));
            assertThat(plain.toString(UTF_8)).matches("(?s).\u00011.\u000222.\u0003333");
            assertThat(batch.plain(null)).isSameAs(plain);
        }
    }

    @Test
    void joinsTheTaggedFramesToo() {
        try (FrameBatch batch = batch("1", "22")) {
            ByteBuf expected = allocator.heapBuffer();
            batch.messages().forEach(message -> append(expected, message.tagged(null)));
            assertThat(batch.tagged(null)).isEqualTo(expected);
            expected.release();
        }
    }

    @Test
    void framesAndJoinsMessagesOfAFurtherFormatOnceForAllClientsAndLeavesOutWhatIsNone() {
        ActiveFormat<String> format =
                new ActiveFormat<>(
                        new ClientFormat<>("upper", new SimpleStringSchema(), /* isJson= */ false),
                        /* place= */ 1,
                        new SimpleStringSchema(),
                        new SimpleStringSchema(),
                        /* codec= */ null,
                        failure -> {});
        try (FrameBatch batch = batch("1", "22", "333")) {
            encode(batch, 0, "one");
            encode(batch, 2, "three");
            ByteBuf first = batch.messages().get(0).tagged(format, null);
            assertThat(batch.messages().get(0).tagged(format, null)).isSameAs(first);
            assertThat(batch.messages().get(1).tagged(format, null)).isNull();
            ByteBuf joined = Objects.requireNonNull(batch.tagged(format, null));
            assertThat(batch.tagged(format, null)).isSameAs(joined);
            assertThat(joined.toString(UTF_8))
                    .containsSubsequence("\"data\":\"one\"}", "\"data\":\"three\"}")
                    .doesNotContain("22");
        }
    }

    private static void encode(FrameBatch batch, int message, String text) {
        byte[] @Nullable [] encodings = new byte[2] @Nullable [];
        encodings[1] = text.getBytes(UTF_8);
        batch.messages().get(message).message().encoded(encodings);
    }

    @Test
    void joinsCompressedFramesUnlessAClientsWindowIsSmall() {
        PerMessageDeflate compression = new PerMessageDeflate(0, /* peerKeepsHistory= */ false);
        try (FrameBatch batch = batch("x".repeat(500), "1", "y".repeat(500))) {
            ByteBuf expected = allocator.heapBuffer();
            batch.messages().forEach(message -> append(expected, message.plain(compression)));
            ByteBuf joined = Objects.requireNonNull(batch.plain(compression));
            assertThat(joined).isEqualTo(expected);
            assertThat(batch.plain(compression)).isSameAs(joined);
            assertThat(joined.readableBytes()).isLessThan(100);
            assertThat(batch.plain(null)).isNotEqualTo(joined);
            assertThat(batch.tagged(compression)).isNotEqualTo(joined);
            assertThat(batch.plain(new PerMessageDeflate(8, /* peerKeepsHistory= */ false)))
                    .isNull();
            expected.release();
        }
    }

    @Test
    void doesNotJoinASingleMessage() {
        try (FrameBatch single = batch("1")) {
            assertThat(single.plain(null)).isNull();
            assertThat(single.tagged(null)).isNull();
        }
    }

    @Test
    void makesNoBufferBeforeAClientNeedsIt() {
        try (FrameBatch batch = batch("1", "22")) {
            assertThat(batch.messages()).hasSize(2);
            assertThat(allocator.metric().usedDirectMemory()).isZero();
        }
    }

    private static void append(ByteBuf target, ByteBuf frame) {
        target.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
    }

    private FrameBatch batch(String... payloads) {
        List<MessageFrames> frames = new ArrayList<>();
        for (String payload : payloads) {
            OutboundMessage message = new OutboundMessage(payload.getBytes(UTF_8), null, null);
            message.number(frames.size());
            frames.add(new MessageFrames(message, FrameType.TEXT, tags, deflater, allocator));
        }
        return new FrameBatch(frames, allocator);
    }
}
