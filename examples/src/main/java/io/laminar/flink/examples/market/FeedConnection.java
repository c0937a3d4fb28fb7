// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.examples.market;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends the ticks of one feed to its client, at the plan's pace and never faster than the client
 * takes them. Threads: the channel's event loop only.
 */
final class FeedConnection extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final long PACE_MILLIS = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final FeedPlan plan;
    private final Clock clock;
    private final FeedProgress progress;

    private @Nullable SyntheticMarket market;
    private @Nullable ScheduledFuture<?> pace;
    private long startNanos;
    private long written;
    private long sent;

    FeedConnection(FeedPlan plan, Clock clock, FeedProgress progress) {
        this.plan = plan;
        this.clock = clock;
        this.progress = progress;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof HandshakeComplete) {
            market = new SyntheticMarket(plan.seed(), plan.ticksPerSecond(), clock.instant());
            startNanos = System.nanoTime();
            progress.enter(MarketFeed.State.SENDING);
            pace =
                    context.executor()
                            .scheduleAtFixedRate(
                                    () -> sendWhatIsDue(context),
                                    PACE_MILLIS,
                                    PACE_MILLIS,
                                    TimeUnit.MILLISECONDS);
        }
        super.userEventTriggered(context, event);
    }

    private void sendWhatIsDue(ChannelHandlerContext context) {
        if (market == null) {
            return;
        }
        double seconds = (double) (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
        long due = Math.min((long) (seconds * plan.ticksPerSecond()), plan.totalTicks());
        // What does not fit waits in the plan, not in memory.
        while (written < due && context.channel().isWritable()) {
            written++;
            context.write(new TextWebSocketFrame(market.next().toJson()))
                    .addListener((ChannelFuture write) -> countSent(write));
        }
        context.flush();
    }

    private void countSent(ChannelFuture write) {
        if (!write.isSuccess()) {
            return; // The channel is closed by then, see channelInactive.
        }
        sent++;
        progress.sent(sent);
        if (sent == plan.totalTicks()) {
            stopPace();
            progress.enter(MarketFeed.State.ENDED);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        sendWhatIsDue(context);
        super.channelWritabilityChanged(context);
    }

    /** A feed takes no messages; pings and close frames are answered before they get here. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {}

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stopPace();
        progress.enter(MarketFeed.State.BROKEN);
        super.channelInactive(context);
    }

    /** A connection reset, most likely. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelFuture unused = context.close();
    }

    private void stopPace() {
        if (pace != null) {
            pace.cancel(/* mayInterruptIfRunning= */ false);
        }
    }
}
