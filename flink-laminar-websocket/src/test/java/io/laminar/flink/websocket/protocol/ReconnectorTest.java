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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the first attempt is made. */
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

    /** Starts one of so many, and waits until it has connected. */
    private static List<Long> boundsAskedForBy(int subtasks) throws Exception {
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
        CompletableFuture<Void> connected = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.start("test")) {
            new Reconnector(
                            loop,
                            WebSocketUrl.parse("ws://h"),
                            POLICY,
                            random,
                            new Connecting(connected))
                    .start(subtasks);
            connected.get(20, TimeUnit.SECONDS);
        }
        return bounds;
    }

    private record Connecting(CompletableFuture<Void> connected) implements Reconnector.Owner {

        @Override
        public Future<Void> connect() {
            connected.complete(null);
            return GlobalEventExecutor.INSTANCE.newSucceededFuture(null);
        }

        @Override
        public void onReconnect() {}

        @Override
        public void onGivenUp(IOException failure) {}

        @Override
        public String shortcoming() {
            return "";
        }
    }
}
