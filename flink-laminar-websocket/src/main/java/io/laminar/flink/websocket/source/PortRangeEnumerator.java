// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Has nothing to assign: each reader knows its port by its index, also after a restart with another
 * parallelism. Only sees to it that there are enough ports.
 */
@Internal
public final class PortRangeEnumerator
        implements SplitEnumerator<WebSocketSplit, WebSocketEnumeratorState> {

    private final SplitEnumeratorContext<WebSocketSplit> context;
    private final WebSocketSourceConfig config;

    public PortRangeEnumerator(
            SplitEnumeratorContext<WebSocketSplit> context, WebSocketSourceConfig config) {
        this.context = context;
        this.config = config;
    }

    /**
     * Fails the job if there are more subtasks than ports.
     *
     * @throws IllegalArgumentException with a message for users
     */
    @Override
    public void start() {
        config.requireParallelism(context.currentParallelism());
    }

    @Override
    public void addReader(int subtaskId) {}

    @Override
    public void addSplitsBack(List<WebSocketSplit> splits, int subtaskId) {}

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {}

    @Override
    public WebSocketEnumeratorState snapshotState(long checkpointId) {
        return new WebSocketEnumeratorState();
    }

    @Override
    public void close() {}
}
