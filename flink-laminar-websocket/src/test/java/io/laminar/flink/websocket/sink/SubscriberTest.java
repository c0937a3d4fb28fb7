// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.testing.ListenedMetrics;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client whose messages wait outside of its channel. */
class SubscriberTest {

    private final SinkMetrics metrics =
            new SinkMetrics(InternalSinkWriterMetricGroup.wrap(new ListenedMetrics()));
    private final MessageDeflater deflater = new MessageDeflater();
    private final TaggedMessages tags = new TaggedMessages("run", /* areMessagesJson= */ true);
    private final ReplayRing ring = new ReplayRing(0, 0, List.of());
    private final StallingChannel channel = new StallingChannel(new ChannelInboundHandlerAdapter());
    private final Subscriber subscriber =
            new Subscriber(
                    channel,
                    ring,
                    /* log= */ null,
                    /* keys= */ null,
                    FrameType.TEXT,
                    tags,
                    SlowClientPolicy.DROP_OLDEST,
                    new Backlog(10_000),
                    metrics);
    private final List<String> rows = new ArrayList<>();

    @BeforeEach
    void stallsAndFillsTheChannelAndPartOfTheBacklog() {
        subscriber.resume();
        channel.stall();
        offer(40);
    }

    @AfterEach
    void releasesAll() {
        deflater.close();
        subscriber.release();
        channel.finishAndReleaseAll();
    }

    @Test
    void getsWhatWaitsBeforeTheAnswerToARequest() {
        channel.goOn();
        assertThat(channel.taken()).isEqualTo(rows.subList(0, 8));
        subscriber.subscribe(null);
        subscriber.answer("answer".getBytes(UTF_8));
        rows.add("answer");
        assertThat(channel.taken()).isEqualTo(rows.subList(8, 41));
        assertThat(metrics.droppedMessages).hasValue(0);
    }

    @Test
    void getsNothingBehindACloseFrame() {
        subscriber.disconnect(WebSocketCloseStatus.POLICY_VIOLATION, "asks too often");
        channel.goOn();
        subscriber.resume();
        assertThat(channel.taken()).endsWith("close 1008").hasSize(9);
    }

    private void offer(int count) {
        List<MessageFrames> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String row = String.format("row-%036d", i);
            rows.add(row);
            OutboundMessage message = new OutboundMessage(row.getBytes(UTF_8), null, null);
            ring.add(message);
            frames.add(
                    new MessageFrames(message, FrameType.TEXT, tags, deflater, channel.alloc()));
        }
        try (FrameBatch batch = new FrameBatch(frames, channel.alloc())) {
            subscriber.offer(batch);
        }
    }
}
