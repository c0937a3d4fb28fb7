// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.feed;

import static io.netty.channel.ChannelFutureListener.CLOSE_ON_FAILURE;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * A WebSocket server with one message more a tick, numbered 1, 2, 3, …, that forgets none: a client
 * says with a text message behind which number it wants to go on.
 *
 * <p>Threads: all state belongs to the one of the server; the methods may be called from any other.
 */
public final class ReplayFeed implements AutoCloseable {

    private final LongFunction<String> message;
    private final PeerServer server;

    /** What each client has been sent last. */
    private final Map<Channel, Long> sent = new LinkedHashMap<>();

    private final List<Long> asked = new ArrayList<>();
    private long newest;
    private boolean hasEnded;

    private ReplayFeed(Duration interval, LongFunction<String> message)
            throws InterruptedException {
        this.message = message;
        this.server = PeerServer.start(new Replay());
        server.repeat(interval, this::tick);
    }

    /** As {@link LiveFeed#start}. */
    public static ReplayFeed start(Duration interval, LongFunction<String> message)
            throws InterruptedException {
        return new ReplayFeed(interval, message);
    }

    public int port() {
        return server.port();
    }

    /** Behind which numbers clients wanted to go on, in their order. */
    public List<Long> asked() throws Exception {
        return server.call(() -> List.copyOf(asked));
    }

    /** The number of the newest message. */
    public long newest() throws Exception {
        return server.call(() -> newest);
    }

    /** Has no more messages from now on; returns the number of the last one. */
    public long end() throws Exception {
        return server.call(
                () -> {
                    hasEnded = true;
                    return newest;
                });
    }

    private void tick() {
        if (!hasEnded) {
            newest++;
            sent.replaceAll(this::catchUp);
        }
    }

    /** Returns what the client has been sent last then. */
    private long catchUp(Channel client, long last) {
        for (long number = last + 1; number <= newest; number++) {
            client.write(new TextWebSocketFrame(message.apply(number)))
                    .addListener(CLOSE_ON_FAILURE);
        }
        client.flush();
        return newest;
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Replay implements PeerServer.Behaviour {

        @Override
        public void onText(Channel connection, String text) {
            long last = Long.parseLong(text);
            asked.add(last);
            sent.put(connection, catchUp(connection, last));
        }

        @Override
        public void onClosed(Channel connection) {
            sent.remove(connection);
        }
    }
}
