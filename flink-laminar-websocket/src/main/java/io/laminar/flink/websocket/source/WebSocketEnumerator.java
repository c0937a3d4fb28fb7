// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives the one split to the first reader that registers, and tells all others that none will come,
 * so that they turn idle. A split that comes back waits for the failed reader's successor.
 */
@Internal
public final class WebSocketEnumerator
        implements SplitEnumerator<WebSocketSplit, WebSocketEnumeratorState> {

    private final SplitEnumeratorContext<WebSocketSplit> context;
    private boolean isAssigned;

    public WebSocketEnumerator(
            SplitEnumeratorContext<WebSocketSplit> context, WebSocketEnumeratorState state) {
        this.context = context;
        this.isAssigned = state.isAssigned();
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtaskId) {
        if (!isAssigned) {
            isAssigned = true;
            context.assignSplit(WebSocketSplit.THE_FEED, subtaskId);
        }
        context.signalNoMoreSplits(subtaskId);
    }

    @Override
    public void addSplitsBack(List<WebSocketSplit> splits, int subtaskId) {
        if (!splits.isEmpty()) {
            isAssigned = false;
        }
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        // Readers don't ask: addReader has answered already.
    }

    @Override
    public WebSocketEnumeratorState snapshotState(long checkpointId) {
        return new WebSocketEnumeratorState(isAssigned);
    }

    @Override
    public void close() {}
}
