// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the peer of one connection is still there, by pings that it has to answer, and
 * whether it still sends messages, if it has to.
 *
 * <p>Threads: the connection's event loop only. Life cycle: from {@link #start} to {@link #stop},
 * behind which no timer holds on to the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A ping that fails also closes the channel.
final class Liveness {

    private final Channel channel;
    private final ConnectionSettings settings;
    private final Consumer<String> onGone;
    private final Consumer<String> onIdle;
    private final boolean mayNotIdle;

    private @Nullable Future<?> pingTimer;
    private @Nullable Future<?> idleTimer;

    private boolean heardSincePing;
    private long readRequestedNanos = System.nanoTime();
    private long acceptedBytes;
    private long takenBytesAtPing;
    private boolean wasFullSincePing;

    private long messageNanos = System.nanoTime();
    private boolean isReading = true;
    private long readCompletedNanos;

    /**
     * Watches nothing yet.
     *
     * @param onGone is told once why the peer counts as gone
     * @param onIdle is told once that messages fail to come
     */
    Liveness(
            Channel channel,
            ConnectionSettings settings,
            Consumer<String> onGone,
            Consumer<String> onIdle) {
        this.channel = channel;
        this.settings = settings;
        this.onGone = onGone;
        this.onIdle = onIdle;
        this.mayNotIdle = !settings.idleTimeout().isZero();
    }

    void start() {
        schedulePing(settings.pingInterval().toMillis());
        if (mayNotIdle) {
            scheduleIdleCheck(settings.idleTimeout().toMillis());
        }
    }

    void stop() {
        if (pingTimer != null) {
            pingTimer.cancel(false);
        }
        if (idleTimer != null) {
            idleTimer.cancel(false);
        }
    }

    /** Any frame came, which is as good as a pong. */
    void heard() {
        heardSincePing = true;
    }

    void heardMessage() {
        if (mayNotIdle) {
            messageNanos = System.nanoTime();
        }
    }

    /** All that has come was read; until more is requested, silence is not the peer's. */
    void readCompleted() {
        readCompletedNanos = System.nanoTime();
        isReading = false;
    }

    void readRequested() {
        readRequestedNanos = System.nanoTime();
        if (!isReading) {
            isReading = true;
            messageNanos += readRequestedNanos - readCompletedNanos;
        }
    }

    /** Data was given to the channel. */
    void accepted(int bytes) {
        acceptedBytes += bytes;
    }

    void writabilityChanged() {
        wasFullSincePing = true;
    }

    private void schedulePing(long delayMillis) {
        if (!settings.pingInterval().isZero()) {
            pingTimer =
                    channel.eventLoop().schedule(this::ping, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void ping() {
        heardSincePing = false;
        noteProgress();
        channel.writeAndFlush(new PingWebSocketFrame());
        scheduleCheck(settings.pingTimeout().toMillis());
    }

    private void scheduleCheck(long delayMillis) {
        pingTimer =
                channel.eventLoop().schedule(this::checkAlive, delayMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * A peer is judged only if its pong could have been seen: while this side does not read (back
     * pressure), or while the ping waits behind data that a slow reader still takes, it has not
     * failed to answer.
     */
    private void checkAlive() {
        long timeoutMillis = settings.pingTimeout().toMillis();
        long readMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readRequestedNanos);
        if (heardSincePing) {
            schedulePing(Math.max(0, settings.pingInterval().toMillis() - timeoutMillis));
        } else if (!channel.config().isAutoRead()) {
            scheduleCheck(timeoutMillis);
        } else if (wasFullSincePing && takenBytes() > takenBytesAtPing) {
            noteProgress();
            scheduleCheck(timeoutMillis);
        } else if (readMillis < timeoutMillis) {
            scheduleCheck(timeoutMillis - readMillis);
        } else {
            onGone.accept(
                    String.format("the peer did not answer a ping within %d ms", timeoutMillis));
        }
    }

    private void noteProgress() {
        takenBytesAtPing = takenBytes();
        wasFullSincePing = !channel.isWritable();
    }

    /** What the socket took so far; the outbound buffer counts some bytes more for each entry. */
    private long takenBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return acceptedBytes - (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    private void scheduleIdleCheck(long delayMillis) {
        idleTimer =
                channel.eventLoop().schedule(this::checkIdle, delayMillis, TimeUnit.MILLISECONDS);
    }

    private void checkIdle() {
        long timeoutMillis = settings.idleTimeout().toMillis();
        long idleMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - messageNanos);
        if (!isReading) {
            scheduleIdleCheck(timeoutMillis);
        } else if (idleMillis < timeoutMillis) {
            scheduleIdleCheck(timeoutMillis - idleMillis);
        } else {
            onIdle.accept(String.format("no message within %d ms", timeoutMillis));
        }
    }
}
