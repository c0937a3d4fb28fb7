// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.client;

import io.laminar.flink.websocket.protocol.ConnectionListener;
import io.laminar.flink.websocket.protocol.EventLoop;
import io.laminar.flink.websocket.protocol.Reconnector;
import io.laminar.flink.websocket.protocol.WebSocketClient;
import io.laminar.flink.websocket.sink.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the messages of the queue to the server, in order, over one connection that is opened anew
 * when it breaks.
 *
 * <p>Guarantee: a message with an answer stays in the queue until the answer has come, and is sent
 * again on the next connection: at least once. One without is done once the socket has taken it as
 * a whole; what the socket still holds when a connection breaks is lost.
 *
 * <p>Back-pressure: no message is taken from the queue while the channel has 64 KiB to send.
 *
 * <p>Threads: {@link #wake} and {@link #hangUp} on the task thread; all state is the event loop's.
 */
final class Courier implements ConnectionListener, Reconnector.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final EventLoop loop;
    private final ClientSinkConfig config;
    private final FrameType frameType;
    private final SendQueue queue;
    private final ClientMetrics metrics;
    private final WebSocketClient client;
    private final Reconnector reconnector;
    private final @Nullable AnswerReader answers;
    private final AtomicBoolean isDrainScheduled = new AtomicBoolean();

    private @Nullable Channel channel;
    private boolean isClosing;
    private long openedNanos;

    /** When the oldest message that waits for its answer became the oldest. */
    private long turnNanos;

    private @Nullable String brokenBecause;
    private boolean hasHungUp;

    Courier(
            EventLoop loop,
            ClientSinkConfig config,
            FrameType frameType,
            SendQueue queue,
            ClientMetrics metrics,
            RandomGenerator random) {
        this.loop = loop;
        this.config = config;
        this.frameType = frameType;
        this.queue = queue;
        this.metrics = metrics;
        this.reconnector = new Reconnector(loop, config.url(), config.reconnect(), random, this);
        this.client =
                new WebSocketClient(
                        loop,
                        config.url(),
                        config.handshake(),
                        config.connectTimeout(),
                        config.connection(),
                        this);
        Acknowledgement acknowledgement = config.acknowledgement();
        this.answers = acknowledgement == null ? null : new AnswerReader(acknowledgement.field());
    }

    void start(int subtasks) {
        reconnector.start(subtasks);
    }

    /** There is something in the queue. */
    void wake() {
        if (isDrainScheduled.compareAndSet(false, true)) {
            loop.execute(
                    () -> {
                        // First: what comes later schedules the next drain itself.
                        isDrainScheduled.set(false);
                        drain();
                    });
        }
    }

    /**
     * Closes the connection and waits until the server has done so too, and thus has read all. Does
     * not insist.
     */
    void hangUp(Duration patience) throws InterruptedException {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        loop.execute(
                () -> {
                    hasHungUp = true;
                    if (channel == null) {
                        gone.complete(null);
                    } else {
                        channel.closeFuture().addListener(closed -> gone.complete(null));
                        close(channel, WebSocketCloseStatus.NORMAL_CLOSURE, "");
                    }
                });
        try {
            gone.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing fails the future.", e);
        }
    }

    private void drain() {
        Channel open = channel;
        if (open == null || isClosing) {
            return;
        }
        boolean hasWritten = false;
        while (open.isWritable()) {
            PendingMessage message = queue.next();
            if (message == null) {
                break;
            }
            write(open, message);
            hasWritten = true;
        }
        if (hasWritten) {
            open.flush();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The listener hears of the outcome.
    private void write(Channel open, PendingMessage message) {
        message.sentAt(System.nanoTime());
        ByteBuf payload = Unpooled.wrappedBuffer(message.payload());
        WebSocketFrame frame =
                frameType == FrameType.TEXT
                        ? new TextWebSocketFrame(payload)
                        : new BinaryWebSocketFrame(payload);
        open.write(frame)
                .addListener(
                        taken -> {
                            if (!taken.isSuccess()) {
                                // A handler has failed perhaps, which would leave it open.
                                open.close();
                            } else if (message.answer() == null) {
                                queue.done(message);
                            }
                        });
    }

    @Override
    public Future<Void> connect() {
        return client.connect();
    }

    @Override
    public void onOpen(Channel opened) {
        LOG.info("Connected to {}", config.url());
        channel = opened;
        isClosing = false;
        openedNanos = System.nanoTime();
        turnNanos = openedNanos;
        brokenBecause = null;
        metrics.connections.incrementAndGet();
        Acknowledgement acknowledgement = config.acknowledgement();
        if (acknowledgement != null) {
            scheduleCheck(opened, acknowledgement, acknowledgement.timeout().toNanos());
        }
        drain();
    }

    @Override
    public void onWritable(Channel open) {
        drain();
    }

    @Override
    public void onMessage(Channel open, byte[] message) {
        if (answers == null) {
            return;
        }
        String answer = answers.read(message);
        PendingMessage oldest = queue.oldestSent();
        if (answer != null && queue.answered(answer)) {
            reconnector.proved();
            if (queue.oldestSent() != oldest) {
                turnNanos = System.nanoTime();
            }
        }
    }

    @Override
    public void onOversizedMessage(Channel open) {}

    private void scheduleCheck(Channel open, Acknowledgement acknowledgement, long delayNanos) {
        loop.schedule(
                () -> checkAnswers(open, acknowledgement),
                TimeUnit.NANOSECONDS.toMillis(delayNanos) + 1);
    }

    private void checkAnswers(Channel open, Acknowledgement acknowledgement) {
        if (open != channel) {
            return;
        }
        long timeoutNanos = acknowledgement.timeout().toNanos();
        PendingMessage oldest = queue.oldestSent();
        String answer = oldest == null ? null : oldest.answer();
        if (oldest == null || answer == null) {
            scheduleCheck(open, acknowledgement, timeoutNanos);
            return;
        }
        // Not from its sending alone: a server that answers one by one has many others to answer
        // first.
        long now = System.nanoTime();
        long waitNanos = Math.min(now - oldest.sentNanos(), now - turnNanos);
        if (waitNanos < timeoutNanos) {
            scheduleCheck(open, acknowledgement, timeoutNanos - waitNanos);
        } else {
            brokenBecause = ClientErrors.unanswered(answer, acknowledgement);
            close(open, WebSocketCloseStatus.POLICY_VIOLATION, "a message is not acknowledged");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What fails here also closes the channel.
    private void close(Channel open, WebSocketCloseStatus status, String reason) {
        isClosing = true;
        open.writeAndFlush(new CloseWebSocketFrame(status, reason))
                .addListener(
                        status.equals(WebSocketCloseStatus.NORMAL_CLOSURE)
                                ? ChannelFutureListener.CLOSE_ON_FAILURE
                                : ChannelFutureListener.CLOSE);
    }

    @Override
    public void onClosed(Channel closed, String reason) {
        channel = null;
        metrics.connections.decrementAndGet();
        metrics.resentMessages.addAndGet(queue.sendAgain());
        if (hasHungUp) {
            return;
        }
        // Without answers, it has to last: a server may accept whatever it is sent, and hang up.
        Duration lasted = Duration.ofNanos(System.nanoTime() - openedNanos);
        if (answers == null && lasted.compareTo(config.reconnect().maxDelay()) >= 0) {
            reconnector.proved();
        }
        reconnector.lost(brokenBecause == null ? reason : brokenBecause);
    }

    @Override
    public void onReconnect() {
        metrics.reconnects.incrementAndGet();
    }

    @Override
    public void onGivenUp(IOException failure) {
        queue.fail(failure);
    }

    @Override
    public String shortcoming() {
        return answers == null
                ? ClientErrors.shortcoming(config.reconnect().maxDelay())
                : "brought no acknowledgement";
    }
}
