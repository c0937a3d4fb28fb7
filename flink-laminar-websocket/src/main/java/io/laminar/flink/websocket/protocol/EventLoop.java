// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.annotation.Internal;

/**
 * The one network thread of a subtask, and all channels that live on it.
 *
 * <p>Threads: any. Life cycle: whoever called {@link #start} closes it; that may happen twice.
 */
@Internal
@SuppressWarnings(
        "FutureReturnValueIgnored") // What fails here also closes the channel, which is heard.
public final class EventLoop implements AutoCloseable {

    /** For a close frame to leave; then sockets are closed with whatever they still hold. */
    private static final long CLOSE_FRAME_MILLIS = 1_000;

    private static final long SHUTDOWN_MILLIS = 5_000;

    private final EventLoopGroup group;
    private final ChannelGroup channels;
    private final AtomicBoolean closing = new AtomicBoolean();

    private EventLoop(EventLoopGroup group) {
        this.group = group;
        this.channels = new DefaultChannelGroup(group.next(), /* stayClosed= */ true);
    }

    /** Starts a daemon thread of this name. */
    public static EventLoop start(String threadName) {
        return new EventLoop(
                new NioEventLoopGroup(1, new DefaultThreadFactory(threadName, /* daemon= */ true)));
    }

    /** Runs on the network thread, after what was given before; does nothing once closed. */
    public void execute(Runnable task) {
        if (!group.isShuttingDown()) {
            group.next().execute(task);
        }
    }

    /** Runs on the network thread after a delay; is forgotten when the loop closes before. */
    public void schedule(Runnable task, long delayMillis) {
        if (!group.isShuttingDown()) {
            group.next().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** True from the beginning of {@link #close}: a connection that ends now is not a failure. */
    public boolean isClosing() {
        return closing.get();
    }

    EventLoopGroup group() {
        return group;
    }

    /** Makes the loop's closing close this channel too, now or later. */
    void own(Channel channel) {
        channels.add(channel);
    }

    /**
     * Says goodbye to every peer (close status 1001), closes all sockets, ends the thread, and
     * waits for all this for a few seconds at most. An interrupt shortens the waiting only.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            channels.writeAndFlush(
                            new CloseWebSocketFrame(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE),
                            channel -> channel.pipeline().get(FrameHandler.class) != null)
                    .await(interrupted ? 0 : CLOSE_FRAME_MILLIS);
            channels.close().await(CLOSE_FRAME_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            group.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                    .await(SHUTDOWN_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
