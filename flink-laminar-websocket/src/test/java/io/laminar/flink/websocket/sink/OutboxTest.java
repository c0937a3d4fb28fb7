// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.testing.ListenedMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.mailbox.SyncMailboxExecutor;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that have waited for a busy network thread. */
@Timeout(30)
class OutboxTest {

    private static final long TIMEOUT_MILLIS = 10_000;

    private final EventLoop loop = EventLoop.start("outbox-test");
    private final MessageDeflater deflater = new MessageDeflater();
    private final EmbeddedChannel client = new EmbeddedChannel();

    @AfterEach
    void releasesAll() {
        loop.close();
        deflater.close();
        client.finishAndReleaseAll();
    }

    /** A buffer that a client's socket gets is a batch, whose messages are joined. */
    @ParameterizedTest
    @CsvSource({"300, 100, 256, 44", "100, 1024, 64, 36", "3, 40000, 1, 1", "2, 100000, 1, 1"})
    void makesBatchesThatABufferOfAClientCanHold(
            int messages, int bytes, int firstBatch, int lastBatch) throws Exception {
        client.config().setWriteBufferWaterMark(new WriteBufferWaterMark(128 << 10, 256 << 10));
        Audience audience = audience();
        Outbox outbox = new Outbox(loop, new SyncMailboxExecutor());
        outbox.publishTo(audience);
        loop.execute(() -> audience.onOpen(client));
        CountDownLatch busy = new CountDownLatch(1);
        loop.execute(
                () -> {
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        for (int i = 0; i < messages; i++) {
            outbox.put(new OutboundMessage(new byte[bytes], null, null));
        }
        busy.countDown();
        outbox.callAfterAll(() -> null, TIMEOUT_MILLIS);
        List<Integer> batches = batches(bytes + Frames.headerBytes(bytes));
        assertThat(batches.get(0)).isEqualTo(firstBatch);
        assertThat(batches.get(batches.size() - 1)).isEqualTo(lastBatch);
        assertThat(batches.stream().mapToInt(batch -> batch).sum()).isEqualTo(messages);
    }

    private Audience audience() {
        return new Audience(
                FrameType.BINARY,
                SlowClientPolicy.DROP,
                /* backlogBytes= */ 0,
                UnpooledByteBufAllocator.DEFAULT,
                new ReplayRing(0, 0, List.of()),
                /* log= */ null,
                /* keys= */ null,
                new TaggedMessages("run", /* areMessagesJson= */ true),
                /* desk= */ null,
                deflater,
                new SinkMetrics(InternalSinkWriterMetricGroup.wrap(new ListenedMetrics())));
    }

    private List<Integer> batches(int frameBytes) {
        List<Integer> frames = new ArrayList<>();
        ByteBuf written = client.readOutbound();
        while (written != null) {
            assertThat(written.readableBytes() % frameBytes).isZero();
            frames.add(written.readableBytes() / frameBytes);
            written.release();
            written = client.readOutbound();
        }
        return frames;
    }
}
