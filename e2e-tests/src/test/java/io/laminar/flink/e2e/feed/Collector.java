// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.feed;

import static io.netty.channel.ChannelFutureListener.CLOSE_ON_FAILURE;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebSocket server that keeps each text message that it is sent, acknowledges it by the message
 * itself, and can be killed.
 *
 * <p>Threads: all state belongs to the one of the server; the methods may be called from any other.
 */
public final class Collector implements AutoCloseable {

    private final List<String> messages = new ArrayList<>();
    private final PeerServer server;

    private Collector() throws InterruptedException {
        server = PeerServer.start(new Acknowledging());
    }

    public static Collector start() throws InterruptedException {
        return new Collector();
    }

    public int port() {
        return server.port();
    }

    /** All so far, in the order in which they came. */
    public List<String> messages() throws Exception {
        return server.call(() -> List.copyOf(messages));
    }

    /** Reads and answers no more: what comes from now on is in its sockets, and dies with it. */
    public void hang() throws Exception {
        server.hang();
    }

    /** As if its process were killed and started again; it has not forgotten what it has read. */
    public void dieAndComeBack() throws Exception {
        server.reset();
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Acknowledging implements PeerServer.Behaviour {
        @Override
        public void onText(Channel connection, String text) {
            messages.add(text);
            connection.writeAndFlush(new TextWebSocketFrame(text)).addListener(CLOSE_ON_FAILURE);
        }
    }
}
