// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.Test;

class WebSocketEnumeratorTest {

    private TestingSplitEnumeratorContext<WebSocketSplit> context =
            new TestingSplitEnumeratorContext<>(1);
    private WebSocketEnumerator enumerator = enumerator();

    @Test
    void spreadsTheUrlsOverTheSubtasks() {
        start(2, "ws://a", "ws://b", "ws://c");
        report(0);
        assertThat(context.getSplitAssignments()).isEmpty();
        report(1);
        assertThat(assignedTo(0)).containsExactly("ws://a", "ws://c");
        assertThat(assignedTo(1)).containsExactly("ws://b");
    }

    @Test
    void tellsASubtaskWithoutAUrlThatNoneWillCome() {
        start(3, "ws://a");
        report(0);
        report(1);
        report(2);
        assertThat(assignedTo(0)).containsExactly("ws://a");
        assertThat(assignedTo(2)).isEmpty();
        assertThat(assignment(2).hasReceivedNoMoreSplitsSignal()).isTrue();
    }

    @Test
    void givesANewUrlToTheSubtaskThatHasTheFewestFromItsCheckpoint() {
        start(2, "ws://a", "ws://b", "ws://new");
        report(0, "ws://a", "ws://b");
        report(1);
        assertThat(assignedTo(0)).isEmpty();
        assertThat(assignedTo(1)).containsExactly("ws://new");
    }

    @Test
    void assignsWhatTheSuccessorOfAFailedReaderLacks() {
        start(2, "ws://a", "ws://b");
        report(0);
        report(1);
        enumerator.addSplitsBack(List.of(new WebSocketSplit("ws://a")), 0);
        context.getSplitAssignments().clear();
        report(1, "ws://b");
        assertThat(context.getSplitAssignments()).isEmpty();
        report(0);
        assertThat(assignedTo(0)).containsExactly("ws://a");
    }

    @Test
    void assignsNothingToAReaderThatHasFailedAndIsNotBackYet() {
        start(2, "ws://a");
        report(0);
        report(1, "ws://a");
        context.getSplitAssignments().clear();
        // Flink tells of the failure by addSplitsBack() only when it restarts the reader.
        context.registeredReaders().remove(0);
        report(1);
        assertThat(context.getSplitAssignments()).isEmpty();
        enumerator.addSplitsBack(List.of(), 0);
        context.registerReader(0, "localhost");
        report(0);
        assertThat(assignedTo(0)).containsExactly("ws://a");
    }

    @Test
    void tellsUrlsApartThatDifferInASecretOnly() {
        start(1, "ws://a?token=1", "ws://a?token=2");
        report(0);
        assertThat(assignedTo(0)).containsExactly("ws://a?token=***", "ws://a?token=***#2");
    }

    private void start(int parallelism, String... urls) {
        context = new TestingSplitEnumeratorContext<>(parallelism);
        enumerator = enumerator(urls);
        enumerator.start();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            context.registerReader(subtask, "localhost");
        }
    }

    private WebSocketEnumerator enumerator(String... urls) {
        return new WebSocketEnumerator(
                context,
                new SourceEndpoint.Client(
                        Stream.of(urls).map(WebSocketUrl::parse).toList(),
                        ClientHandshake.PLAIN,
                        Duration.ofSeconds(1),
                        new ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), 0),
                        Subscription.NONE));
    }

    private void report(int subtask, String... held) {
        enumerator.addReader(subtask);
        enumerator.handleSourceEvent(subtask, new HeldSplits(Set.of(held)));
    }

    private List<String> assignedTo(int subtask) {
        return assignment(subtask).getAssignedSplits().stream()
                .map(WebSocketSplit::splitId)
                .toList();
    }

    private TestingSplitEnumeratorContext.SplitAssignmentState<WebSocketSplit> assignment(
            int subtask) {
        return Objects.requireNonNull(context.getSplitAssignments().get(subtask));
    }
}
