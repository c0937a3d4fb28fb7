// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MarketFeedTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);
    private static final long SEED = 5;

    @Test
    void waitsForItsClientAndSendsThePlanInOrderOneTickAMessage() throws Exception {
        FeedPlan plan = new FeedPlan(SEED, 2000, Duration.ofSeconds(1));
        try (MarketFeed feed = MarketFeed.start(plan, CLOCK)) {
            assertThat(feed.state()).isEqualTo(MarketFeed.State.WAITING);
            FeedClient client = new FeedClient();
            FeedClient.readAll(FeedClient.connect(feed, client));

            await().until(() -> client.messages.size() == 2000);

            assertThat(List.copyOf(client.messages)).isEqualTo(expected(plan));
            await().until(() -> feed.state() == MarketFeed.State.ENDED);
            assertThat(feed.ticksSent()).isEqualTo(2000);
            assertThat(client.end.getCount()).as("the connection stays open").isEqualTo(1);
        }
    }

    @Test
    void dropsNothingWhereTheClientIsSlow() throws Exception {
        // More than the operating system buffers between the two.
        FeedPlan plan = new FeedPlan(SEED, 400_000, Duration.ofSeconds(1));
        try (MarketFeed feed = MarketFeed.start(plan, CLOCK)) {
            FeedClient client = new FeedClient();
            WebSocket socket = FeedClient.connect(feed, client);
            await().pollInterval(Duration.ofSeconds(1))
                    .until(feed::ticksSent, new Unchanged()::isSameAsBefore);
            assertThat(feed.ticksSent()).isPositive().isLessThan(plan.totalTicks());

            FeedClient.readAll(socket);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.messages.size() == plan.totalTicks());
            assertThat(List.copyOf(client.messages)).isEqualTo(expected(plan));
            assertThat(feed.ticksSent()).isEqualTo(plan.totalTicks());
        }
    }

    @Test
    void saysThatItsClientIsGone() throws Exception {
        FeedPlan plan = new FeedPlan(SEED, 100, Duration.ofSeconds(60));
        try (MarketFeed feed = MarketFeed.start(plan, CLOCK)) {
            FeedClient client = new FeedClient();
            WebSocket socket = FeedClient.connect(feed, client);
            FeedClient.readAll(socket);
            await().until(() -> client.messages.size() > 10);
            assertThat(feed.state()).isEqualTo(MarketFeed.State.SENDING);

            socket.abort();

            await().until(() -> feed.state() == MarketFeed.State.BROKEN);
            long sent = feed.ticksSent();
            assertThatThrownBy(() -> FeedClient.connect(feed, new FeedClient()))
                    .as("no second client")
                    .isInstanceOf(CompletionException.class);
            assertThat(feed.ticksSent()).isEqualTo(sent).isLessThan(plan.totalTicks());
        }
    }

    private static List<String> expected(FeedPlan plan) {
        SyntheticMarket market = new SyntheticMarket(SEED, plan.ticksPerSecond(), START);
        return Stream.generate(market::next).limit(plan.totalTicks()).map(Tick::toJson).toList();
    }

    /** Whether a number has moved since it was seen last. */
    private static final class Unchanged {

        private long before;

        boolean isSameAsBefore(long now) {
            boolean isSame = now > 0 && now == before;
            before = now;
            return isSame;
        }
    }
}
