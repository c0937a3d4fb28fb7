// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.protocol.MessageDeflater;
import io.laminar.flink.websocket.testing.ListenedMetrics;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches of several messages and clients whose channels they fill. */
class AudienceTest {

    private final SinkMetrics metrics =
            new SinkMetrics(InternalSinkWriterMetricGroup.wrap(new ListenedMetrics()));
    private final MessageDeflater deflater = new MessageDeflater();
    private final TaggedMessages tags = new TaggedMessages("run", /* areMessagesJson= */ true);
    private final ReplayRing ring = new ReplayRing(0, 0, List.of());
    private final List<StallingChannel> channels = new ArrayList<>();

    @AfterEach
    void releasesAll() {
        deflater.close();
        channels.forEach(StallingChannel::finishAndReleaseAll);
    }

    @ParameterizedTest
    @EnumSource(SlowClientPolicy.class)
    void sendsALargeBatchToAClientThatTakesAllAtOnce(SlowClientPolicy policy) {
        Audience audience = audience(policy);
        StallingChannel client = connect(audience);
        audience.publish(rows(0, 64));
        assertThat(client.taken()).isEqualTo(texts(0, 64));
        audience.publish(rows(64, 128));
        assertThat(client.taken()).isEqualTo(texts(64, 128));
        assertThat(metrics.droppedMessages).hasValue(0);
        assertThat(metrics.slowDisconnects).hasValue(0);
    }

    @Test
    void sendsEachRowOnceToAClientThatStallsInTheMidstOfABatch() {
        Audience audience = audience(SlowClientPolicy.CONFLATE);
        StallingChannel slow = connect(audience);
        slow.stall();
        audience.publish(rows(0, 64));
        audience.publish(rows(32, 64));
        slow.goOn();
        assertThat(slow.taken()).isEqualTo(texts(0, 64));
        assertThat(metrics.droppedMessages).hasValue(0);
    }

    @Test
    void writesNothingBehindACloseFrame() {
        Audience audience = audience(SlowClientPolicy.DISCONNECT);
        StallingChannel slow = connect(audience);
        slow.stall();
        audience.publish(rows(0, 64));
        slow.goOn();
        audience.publish(rows(64, 128));
        List<String> taken = slow.taken();
        int rows = taken.size() - 1;
        assertThat(rows).isBetween(1, 63);
        assertThat(taken.subList(0, rows)).isEqualTo(texts(0, rows));
        assertThat(taken.get(rows)).isEqualTo("close 1013");
        assertThat(metrics.slowDisconnects).hasValue(1);
    }

    @Test
    void keepsNoEncodingOfAMessageThatWasPublished() {
        OutboundMessage message = new OutboundMessage(new byte[1], null, new RowKey(new byte[2]));
        message.encoded(new byte[][] {new byte[10], null});
        assertThat(message.bytes()).isEqualTo(13);
        audience(SlowClientPolicy.DROP).publish(List.of(message));
        assertThat(message.bytes()).isEqualTo(3);
    }

    private Audience audience(SlowClientPolicy policy) {
        return new Audience(
                FrameType.TEXT,
                policy,
                /* backlogBytes= */ 3072,
                UnpooledByteBufAllocator.DEFAULT,
                ring,
                policy == SlowClientPolicy.CONFLATE
                        ? new KeyedLog(/* maxRows= */ 0, 100_000, List.of(), metrics)
                        : null,
                /* keys= */ null,
                tags,
                /* desk= */ null,
                deflater,
                metrics);
    }

    private StallingChannel connect(Audience audience) {
        StallingChannel channel =
                new StallingChannel(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelWritabilityChanged(ChannelHandlerContext context) {
                                if (context.channel().isWritable()) {
                                    audience.onWritable(context.channel());
                                }
                            }
                        });
        channels.add(channel);
        audience.onOpen(channel);
        return channel;
    }

    /** Each with a key of its own. */
    private static List<OutboundMessage> rows(int from, int to) {
        return texts(from, to).stream()
                .map(text -> text.getBytes(UTF_8))
                .map(row -> new OutboundMessage(row, null, new RowKey(row)))
                .toList();
    }

    /** So large that a batch is more than a channel holds. */
    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> String.format("row-%036d", i)).toList();
    }
}
