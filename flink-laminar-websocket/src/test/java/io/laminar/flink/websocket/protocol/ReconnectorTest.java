// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When attempts are made. */
@Timeout(30)
class ReconnectorTest {

    private static final ReconnectPolicy POLICY =
            new ReconnectPolicy(Duration.ofMillis(30), Duration.ofMillis(30), 0);

    @Test
    void connectsAtOnceIfItIsAlone() throws Exception {
        assertThat(boundsAskedForBy(1)).isEmpty();
    }

    @Test
    void waitsByChanceUpToTheInitialDelayIfOthersStartToo() throws Exception {
        assertThat(boundsAskedForBy(1_000)).containsExactly(31L);
    }

    @Test
    void waitsALittleLongerThanTheServerAsksForSoThatNotAllComeBackAtOnce() throws Exception {
        assertThat(boundsAfter(HandshakeRefusedException.forNow("busy", Duration.ofMillis(20))))
                .as("no more than the own delay")
                .hasSize(1);
        assertThat(boundsAfter(HandshakeRefusedException.forNow("busy", Duration.ofMillis(50))))
                .as("of the maximum of the own delays")
                .hasSize(2)
                .endsWith(31L);
    }

    @Test
    void givesUpOnAFaultOfItsOwner() throws Exception {
        CompletableFuture<IOException> givenUp = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.start("test")) {
            new Reconnector(
                            loop,
                            WebSocketUrl.parse("ws://h"),
                            POLICY,
                            new Random(1),
                            new Owner(
                                    () -> {
                                        throw new IllegalStateException("a bug");
                                    },
                                    givenUp))
                    .start(1);
            assertThat(givenUp.get(20, TimeUnit.SECONDS))
                    .hasMessage(
                            "Can't connect to 'ws://h': java.lang.IllegalStateException: a bug.")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    /** Starts one of so many, and waits until it has connected. */
    private static List<Long> boundsAskedForBy(int subtasks) throws Exception {
        return boundsAskedForBy(subtasks, null);
    }

    /** Starts one alone, whose first attempt fails, and waits until it has connected. */
    private static List<Long> boundsAfter(Exception failure) throws Exception {
        return boundsAskedForBy(1, failure);
    }

    private static List<Long> boundsAskedForBy(int subtasks, @Nullable Exception firstFailure)
            throws Exception {
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
        CompletableFuture<IOException> givenUp = new CompletableFuture<>();
        CompletableFuture<Void> connected = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        Supplier<Future<Void>> attempt =
                () -> {
                    if (firstFailure != null && attempts.getAndIncrement() == 0) {
                        return GlobalEventExecutor.INSTANCE.newFailedFuture(firstFailure);
                    }
                    connected.complete(null);
                    return GlobalEventExecutor.INSTANCE.newSucceededFuture(null);
                };
        try (EventLoop loop = EventLoop.start("test")) {
            new Reconnector(
                            loop,
                            WebSocketUrl.parse("ws://h"),
                            POLICY,
                            random,
                            new Owner(attempt, givenUp))
                    .start(subtasks);
            connected.get(20, TimeUnit.SECONDS);
        }
        return bounds;
    }

    private record Owner(Supplier<Future<Void>> attempt, CompletableFuture<IOException> givenUp)
            implements Reconnector.Owner {

        @Override
        public Future<Void> connect() {
            return attempt.get();
        }

        @Override
        public void onReconnect() {}

        @Override
        public void onGivenUp(IOException failure) {
            givenUp.complete(failure);
        }

        @Override
        public String shortcoming() {
            return "";
        }
    }
}
