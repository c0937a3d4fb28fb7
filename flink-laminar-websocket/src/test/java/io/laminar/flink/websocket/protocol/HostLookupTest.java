// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostLookupTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void leavesTheEventLoopFreeAndEndsInTimeWhileDnsIsSilent() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        HostLookup.Names silent =
                host -> {
                    try {
                        answered.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(host);
                };
        try (EventLoop loop = EventLoop.start("test")) {
            Future<InetAddress> late =
                    HostLookup.start(loop, silent, "feed.example", Duration.ofMillis(100));
            CompletableFuture<Void> other = new CompletableFuture<>();
            loop.execute(() -> other.complete(null));
            other.get(20, TimeUnit.SECONDS);

            assertThat(late.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(FailureReason.of(late.cause()))
                    .isEqualTo("DNS did not answer within 100 ms");
        } finally {
            answered.countDown();
        }
    }

    @Test
    void findsNamesAndAddresses() throws Exception {
        try (EventLoop loop = EventLoop.start("test")) {
            for (String host : new String[] {"localhost", "127.0.0.1", "::1"}) {
                assertThat(HostLookup.start(loop, InetAddress::getByName, host, LONG).get())
                        .isEqualTo(InetAddress.getByName(host));
            }
            HostLookup.Names none =
                    host -> {
                        throw new UnknownHostException(host);
                    };
            assertThat(HostLookup.start(loop, none, "feed.example", LONG).await().cause())
                    .isInstanceOf(UnknownHostException.class);
        }
    }
}
