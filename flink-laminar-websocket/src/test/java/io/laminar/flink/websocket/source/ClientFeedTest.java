// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.Compression;
import io.laminar.flink.websocket.protocol.ConnectionSettings;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.TlsStores;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import io.laminar.flink.websocket.testing.ListenedMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.junit.jupiter.api.Test;

class ClientFeedTest {

    @Test
    void spreadsTheFirstConnectionsOfASubtaskThatReadsSeveralUrls() {
        Duration second = Duration.ofSeconds(1);
        SourceEndpoint.Client endpoint =
                new SourceEndpoint.Client(
                        List.of(WebSocketUrl.parse("ws://a"), WebSocketUrl.parse("ws://b")),
                        ClientHandshake.PLAIN,
                        second,
                        new ReconnectPolicy(Duration.ofHours(1), Duration.ofHours(1), 0),
                        Subscription.NONE);
        WebSocketSourceConfig config =
                new WebSocketSourceConfig(
                        endpoint,
                        new ConnectionSettings(
                                second,
                                second,
                                second,
                                second,
                                1,
                                Compression.NONE,
                                TlsStores.NONE),
                        1,
                        RecordLayout.WHOLE_MESSAGE,
                        ErrorPolicy.FAIL,
                        null,
                        null);
        SourceMetrics metrics =
                new SourceMetrics(InternalSourceReaderMetricGroup.wrap(new ListenedMetrics()));
        List<Long> bounds = new ArrayList<>();
        RandomGenerator random =
                new RandomGenerator() {
                    @Override
                    public long nextLong() {
                        throw new AssertionError("A bound is expected");
                    }

                    @Override
                    public long nextLong(long bound) {
                        bounds.add(bound);
                        return bound - 1;
                    }
                };
        try (EventLoop loop = EventLoop.start("test")) {
            new ClientFeed(
                            loop,
                            endpoint,
                            new Progress(new WebSocketSplit("ws://a")),
                            config,
                            new FeedConnections(loop, config, metrics),
                            metrics,
                            /* subtasks= */ 1,
                            random)
                    .start();
        }
        assertThat(bounds).containsExactly(Duration.ofHours(1).toMillis() + 1);
    }
}
