// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.Channel;

/**
 * How many connections a server holds. A place is taken when a handshake begins and given back when
 * its connection is gone. Some more may wait for their handshake: a place for each that could be
 * let in, and for those that have to be told that there is none.
 *
 * <p>Threads: the server's event loop only.
 */
final class Admission {

    static final int WAITING_BEYOND = 1024;

    private final int maxConnections;
    private int admitted;
    private int waiting;

    Admission(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** Has to be followed by {@link #waited} in any case. */
    boolean tryWait() {
        waiting++;
        return waiting <= (long) maxConnections + WAITING_BEYOND;
    }

    void waited() {
        waiting--;
    }

    boolean tryAdmit(Channel channel) {
        if (admitted >= maxConnections) {
            return false;
        }
        admitted++;
        channel.closeFuture().addListener(closed -> admitted--);
        return true;
    }
}
