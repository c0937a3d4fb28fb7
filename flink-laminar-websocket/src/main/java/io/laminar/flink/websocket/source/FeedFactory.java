// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.EventLoop;
import java.util.SplittableRandom;

/** Starts the feed that the endpoint asks for. */
final class FeedFactory {

    /** A feed that runs, and where its messages wait. */
    record Started(Feed feed, HandOverQueue queue) {}

    private FeedFactory() {}

    static Started start(
            WebSocketSourceConfig config, SourceMetrics metrics, int subtask, int subtasks) {
        EventLoop loop = EventLoop.start("websocket-source-" + subtask);
        Started started = create(loop, config, metrics, subtask, subtasks);
        started.feed().start();
        return started;
    }

    private static Started create(
            EventLoop loop,
            WebSocketSourceConfig config,
            SourceMetrics metrics,
            int subtask,
            int subtasks) {
        if (config.endpoint() instanceof SourceEndpoint.Server server) {
            FeedConnections connections = new FeedConnections(loop, config, metrics);
            return new Started(
                    new ServerFeed(
                            loop,
                            server,
                            server.bindAddress().ofSubtask(subtask),
                            config,
                            connections,
                            metrics),
                    connections.queue());
        }
        ClientFeed feed =
                new ClientFeed(
                        loop,
                        (SourceEndpoint.Client) config.endpoint(),
                        config,
                        metrics,
                        subtasks,
                        new SplittableRandom());
        return new Started(feed, feed.queue());
    }
}
