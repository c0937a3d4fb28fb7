// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.feed;

import static io.netty.channel.ChannelFutureListener.CLOSE_ON_FAILURE;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * A WebSocket server that sends one message a tick, numbered 1, 2, 3, … without regard to who
 * listens: as from a real feed, what is sent while nobody is connected is gone.
 *
 * <p>Threads: all state belongs to the one of the server; the methods may be called from any other.
 */
public final class LiveFeed implements AutoCloseable {

    private final LongFunction<String> message;
    private final PeerServer server;

    private final Set<Channel> open = new LinkedHashSet<>();
    private final List<Long> firstOfEachConnection = new ArrayList<>();
    private final List<HttpHeaders> handshakes = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private long number;
    private long lastSent;
    private boolean paused;

    private LiveFeed(Duration interval, LongFunction<String> message) throws InterruptedException {
        this.message = message;
        this.server = PeerServer.start(new Audience());
        server.repeat(interval, this::tick);
    }

    /**
     * Starts a feed on a free port of this machine whose messages {@code message} makes from their
     * numbers.
     */
    public static LiveFeed start(Duration interval, LongFunction<String> message)
            throws InterruptedException {
        return new LiveFeed(interval, message);
    }

    public int port() {
        return server.port();
    }

    /**
     * For each connection that was ever opened, in order: the number of the first message for it.
     */
    public List<Long> firstOfEachConnection() throws Exception {
        return server.call(() -> List.copyOf(firstOfEachConnection));
    }

    /** The headers that each connection was opened with, in order. */
    public List<HttpHeaders> handshakes() throws Exception {
        return server.call(() -> List.copyOf(handshakes));
    }

    /** The text messages of all clients. */
    public List<String> heard() throws Exception {
        return server.call(() -> List.copyOf(heard));
    }

    /** Sends no more; returns the number of the last message that was sent to anyone. */
    public long pause() throws Exception {
        return server.call(
                () -> {
                    paused = true;
                    return lastSent;
                });
    }

    private void tick() {
        if (paused) {
            return;
        }
        number++;
        String text = message.apply(number);
        for (Channel channel : open) {
            channel.writeAndFlush(new TextWebSocketFrame(text)).addListener(CLOSE_ON_FAILURE);
            lastSent = number;
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Audience implements PeerServer.Behaviour {

        @Override
        public void onOpen(Channel connection, HttpHeaders handshake) {
            handshakes.add(handshake);
            open.add(connection);
            firstOfEachConnection.add(number + 1);
        }

        @Override
        public void onText(Channel connection, String text) {
            heard.add(text);
        }

        @Override
        public void onClosed(Channel connection) {
            open.remove(connection);
        }
    }
}
