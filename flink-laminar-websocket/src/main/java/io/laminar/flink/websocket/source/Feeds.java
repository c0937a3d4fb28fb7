// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import io.laminar.flink.websocket.protocol.EventLoop;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one reader meets the network with: a thread, a queue, and a feed for each of its splits.
 *
 * <p>Threads: created, started and closed on the task thread. Life cycle: whoever opened it closes
 * it; that may happen twice.
 */
final class Feeds implements AutoCloseable {

    private final WebSocketSourceConfig config;
    private final SourceMetrics metrics;
    private final EventLoop loop;
    private final int subtask;
    private final int subtasks;
    private final FeedConnections connections;

    private Feeds(
            WebSocketSourceConfig config,
            SourceMetrics metrics,
            EventLoop loop,
            int subtask,
            int subtasks) {
        this.config = config;
        this.metrics = metrics;
        this.loop = loop;
        this.subtask = subtask;
        this.subtasks = subtasks;
        this.connections = new FeedConnections(loop, config, metrics);
    }

    static Feeds open(
            WebSocketSourceConfig config, SourceMetrics metrics, int subtask, int subtasks) {
        return new Feeds(
                config, metrics, EventLoop.start("websocket-source-" + subtask), subtask, subtasks);
    }

    /** Connects or listens, without waiting for it. A failure for good goes to the queue. */
    void start(WebSocketSplit split, Progress progress) {
        if (config.endpoint() instanceof SourceEndpoint.Client client) {
            new ClientFeed(
                            loop,
                            client,
                            progress,
                            config,
                            connections,
                            metrics,
                            subtasks,
                            new SplittableRandom())
                    .start();
        } else {
            SourceEndpoint.Server server = (SourceEndpoint.Server) config.endpoint();
            new ServerFeed(
                            loop,
                            server,
                            server.bindAddress().ofSubtask(subtask),
                            split,
                            config,
                            connections,
                            metrics)
                    .start();
        }
    }

    /** Stops reading some splits, and goes on with others. */
    void pauseOrResume(Collection<String> paused, Collection<String> resumed) {
        connections.pauseOrResume(List.copyOf(paused), List.copyOf(resumed));
    }

    HandOverQueue queue() {
        return connections.queue();
    }

    @Override
    public void close() {
        loop.close();
    }
}
