// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandOverQueueTest {

    private final List<Boolean> switched = new ArrayList<>();
    private final HandOverQueue queue = new HandOverQueue(4, 1_000, switched::add);

    @Test
    void stopsReadingWhenItIsFullAndGoesOnWhenItIsHalfEmpty() throws Exception {
        addMessages(3, 1);
        assertThat(switched).isEmpty();
        addMessages(2, 1);
        assertThat(switched).containsExactly(false);
        assertThat(queue.isPaused()).isTrue();
        queue.poll();
        queue.poll();
        assertThat(switched).containsExactly(false);
        queue.poll();
        assertThat(switched).containsExactly(false, true);
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void countsBytesToo() throws Exception {
        addMessages(1, 999);
        assertThat(switched).isEmpty();
        addMessages(1, 1);
        assertThat(switched).containsExactly(false);
        queue.poll();
        assertThat(switched).containsExactly(false, true);
    }

    @Test
    void isAvailableWhileAMessageWaits() throws Exception {
        CompletableFuture<Void> waiting = queue.whenAvailable();
        assertThat(waiting).isNotDone();
        addMessages(1, 1);
        assertThat(waiting).isDone();
        assertThat(queue.whenAvailable()).isDone();
        queue.poll();
        assertThat(queue.whenAvailable()).isNotDone();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void tellsTheTaskOnceForManyMessages() throws Exception {
        CompletableFuture<Void> waiting = queue.whenAvailable();
        queue.add(message(new byte[1]));
        queue.add(message(new byte[1]));
        assertThat(waiting).isNotDone();
        queue.announce();
        assertThat(waiting).isDone();
    }

    @Test
    void tellsTheTaskWithinALongReadToo() throws Exception {
        HandOverQueue large = new HandOverQueue(10_000, 1_000_000, switched::add);
        CompletableFuture<Void> waiting = large.whenAvailable();
        for (int i = 0; i < 1_000; i++) {
            large.add(message(new byte[1]));
        }
        assertThat(waiting).isDone();
    }

    @Test
    void throwsTheFirstFailureAfterTheMessagesBeforeIt() throws Exception {
        addMessages(1, 1);
        queue.fail(new IOException("first"));
        queue.fail(new IOException("second"));
        assertThat(queue.whenAvailable()).isDone();
        assertThat(queue.poll()).isNotNull();
        assertThat(queue.whenAvailable()).isDone();
        assertThatThrownBy(queue::poll).isInstanceOf(IOException.class).hasMessage("first");
    }

    @Test
    void throwsAFailureThoughMessagesOfOthersGoOnBehindIt() throws Exception {
        addMessages(1, 1);
        queue.fail(new IOException("given up"));
        addMessages(1, 1);
        assertThat(queue.poll()).isNotNull();
        assertThatThrownBy(queue::poll).isInstanceOf(IOException.class).hasMessage("given up");
    }

    @Test
    void wakesTheTaskForAMarkAndRunsItBetweenTheMessages() throws Exception {
        List<String> ran = new ArrayList<>();
        CompletableFuture<Void> waiting = queue.whenAvailable();
        queue.add(() -> ran.add("alone"));
        assertThat(waiting).isDone();
        assertThat(queue.poll()).isNull();
        assertThat(ran).containsExactly("alone");
        addMessages(1, 1);
        queue.add(() -> ran.add("between"));
        addMessages(1, 1);
        assertThat(queue.poll()).isNotNull();
        assertThat(ran).containsExactly("alone");
        assertThat(queue.poll()).isNotNull();
        assertThat(ran).containsExactly("alone", "between");
    }

    /** A producer that stops at a full queue as a socket does, and a consumer that waits. */
    @Test
    void losesNoMessageAndNoWakeUpBetweenTwoThreads() throws Exception {
        int total = 300_000;
        Gate gate = new Gate();
        HandOverQueue shared = new HandOverQueue(8, 1_000_000, gate);
        Thread producer =
                new Thread(
                        () -> {
                            for (int i = 0; i < total; i++) {
                                gate.awaitOpen();
                                shared.add(message(new byte[] {(byte) i}));
                                // As sockets hand over: some messages a read.
                                if (i % 3 == 0 || shared.isPaused() || i == total - 1) {
                                    shared.announce();
                                }
                            }
                        });
        producer.start();
        for (int i = 0; i < total; i++) {
            InboundMessage message = shared.poll();
            while (message == null) {
                shared.whenAvailable().get(20, TimeUnit.SECONDS);
                message = shared.poll();
            }
            assertThat(message.payload()[0]).isEqualTo((byte) i);
        }
        producer.join();
        assertThat(shared.size()).isZero();
        assertThat(shared.isPaused()).isFalse();
    }

    private void addMessages(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            queue.add(message(new byte[bytes]));
        }
        queue.announce();
    }

    /** Reading as sockets do it; a switch from the other thread may overtake one of this. */
    private static final class Gate implements HandOverQueue.ReadSwitch {

        private int closed;

        @Override
        public synchronized void setReading(boolean on) {
            closed += on ? -1 : 1;
            notifyAll();
        }

        synchronized void awaitOpen() {
            while (closed > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static InboundMessage message(byte[] payload) {
        ConnectionMetadata connection = new ConnectionMetadata("h:1", "ws://h", "/", Map.of());
        return new InboundMessage(
                new Peer("peer", connection, new Progress(new WebSocketSplit("feed"))),
                new MessageMetadata(connection, 0),
                payload);
    }
}
