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
import java.util.stream.IntStream;
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
        channel.goOn();
        channel.finishAndReleaseAll();
    }

    @Test
    void getsWhatWaitsBeforeTheAnswerToARequest() {
        channel.goOn();
        assertThat(channel.taken()).isEqualTo(rows.subList(0, 8));
        subscriber.subscribe(Selection.EVERYTHING);
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

    @Test
    void getsFromTheLogWhatTheReplayBufferForgets() {
        ReplayRing small = new ReplayRing(4, 0, List.of());
        KeyedLog log = new KeyedLog(/* maxRows= */ 100, 0, List.of(), metrics);
        StallingChannel slow = new StallingChannel(new ChannelInboundHandlerAdapter());
        Subscriber conflated =
                new Subscriber(
                        slow,
                        small,
                        log,
                        /* keys= */ null,
                        FrameType.TEXT,
                        tags,
                        SlowClientPolicy.CONFLATE,
                        new Backlog(0),
                        metrics);
        conflated.replay(0);
        slow.stall();
        List<OutboundMessage> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // The keys are 0 to 9, and the last ones are deleted.
            String row = String.format("row-%036d", i);
            byte[] key = {(byte) (i % 10)};
            OutboundMessage message =
                    new OutboundMessage(
                            row.getBytes(UTF_8), null, new RowKey(key), i > 15, 0, 0, 0, 0);
            small.add(message);
            messages.add(message);
        }
        try (FrameBatch batch = batch(messages)) {
            conflated.offer(batch);
        }
        messages.forEach(log::put);
        log.trim();
        slow.goOn();
        conflated.resume();
        conflated.resume();
        assertThat(slow.taken())
                .isEqualTo(
                        IntStream.range(10, 20)
                                .mapToObj(i -> String.format("row-%036d", i))
                                .toList());
        assertThat(metrics.droppedMessages).hasValue(0);
        conflated.release();
        slow.finishAndReleaseAll();
    }

    private void offer(int count) {
        List<OutboundMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String row = String.format("row-%036d", i);
            rows.add(row);
            OutboundMessage message = new OutboundMessage(row.getBytes(UTF_8), null, null);
            ring.add(message);
            messages.add(message);
        }
        try (FrameBatch batch = batch(messages)) {
            subscriber.offer(batch);
        }
    }

    private FrameBatch batch(List<OutboundMessage> messages) {
        List<MessageFrames> frames = new ArrayList<>();
        for (OutboundMessage message : messages) {
            frames.add(new MessageFrames(message, FrameType.TEXT, tags, deflater, channel.alloc()));
        }
        return new FrameBatch(frames, channel.alloc());
    }
}
