// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the splits over the readers. Each reader says at its start which it has from a
 * checkpoint, as Flink has spread them; the others go to the readers with the fewest. So a URL that
 * is new in the options is assigned, and one that is gone is not.
 *
 * <p>A reader that gets none is told so, and turns idle.
 */
@Internal
public final class WebSocketEnumerator
        implements SplitEnumerator<WebSocketSplit, WebSocketEnumeratorState> {

    private final SplitEnumeratorContext<WebSocketSplit> context;
    private final SourceEndpoint endpoint;

    /** Ids of splits by the subtask that has them; only those that have reported. */
    private final Map<Integer, Set<String>> held = new TreeMap<>();

    public WebSocketEnumerator(
            SplitEnumeratorContext<WebSocketSplit> context, SourceEndpoint endpoint) {
        this.context = context;
        this.endpoint = endpoint;
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtaskId) {
        // Its report comes next.
    }

    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        if (event instanceof HeldSplits report) {
            // Flink forgets a failed reader long before it calls addSplitsBack().
            held.keySet().retainAll(context.registeredReaders().keySet());
            held.put(subtaskId, new HashSet<>(report.splitIds()));
            if (held.size() == context.currentParallelism()) {
                assignMissing();
            }
        }
    }

    private void assignMissing() {
        List<WebSocketSplit> missing = new ArrayList<>(endpoint.splits());
        held.values().forEach(ids -> missing.removeIf(split -> ids.contains(split.splitId())));
        Map<Integer, List<WebSocketSplit>> assignment = new HashMap<>();
        for (WebSocketSplit split : missing) {
            Map.Entry<Integer, Set<String>> reader = leastLoaded();
            reader.getValue().add(split.splitId());
            assignment.computeIfAbsent(reader.getKey(), none -> new ArrayList<>()).add(split);
        }
        context.assignSplits(new SplitsAssignment<>(assignment));
        held.keySet().forEach(context::signalNoMoreSplits);
    }

    /** The first of those with the fewest splits. */
    private Map.Entry<Integer, Set<String>> leastLoaded() {
        return Collections.min(
                held.entrySet(), Comparator.comparingInt(reader -> reader.getValue().size()));
    }

    /** A reader has failed: its successor says what it has, and what it lacks is assigned then. */
    @Override
    public void addSplitsBack(List<WebSocketSplit> splits, int subtaskId) {
        held.remove(subtaskId);
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        // Readers don't ask.
    }

    @Override
    public WebSocketEnumeratorState snapshotState(long checkpointId) {
        return new WebSocketEnumeratorState();
    }

    @Override
    public void close() {}
}
