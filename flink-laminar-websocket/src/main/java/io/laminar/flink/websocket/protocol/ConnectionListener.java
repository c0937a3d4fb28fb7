// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.Channel;
import org.apache.flink.annotation.Internal;

/**
 * What happens on open connections.
 *
 * <p>Threads: every method is called on the event loop of the connection. None may block.
 */
@Internal
public interface ConnectionListener {

    /** The handshake is done; messages may be written. */
    void onOpen(Channel channel);

    /** A whole message arrived, text or binary; the array is the listener's own. */
    void onMessage(Channel channel, byte[] message);

    /**
     * All that the socket held for the moment was handed over: a good time to tell another thread.
     */
    default void onReadComplete(Channel channel) {}

    /** A message was larger than allowed; the connection is being closed with status 1009. */
    void onOversizedMessage(Channel channel);

    /** No message came for as long as is allowed; the connection is being closed. */
    default void onIdle(Channel channel) {}

    /** What was written has left the buffer far enough that more may follow. */
    default void onWritable(Channel channel) {}

    /**
     * The connection is gone. Called once for each {@link #onOpen}.
     *
     * @param reason a sentence without its full stop, safe to print
     */
    void onClosed(Channel channel, String reason);
}
