// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import io.netty.channel.Channel;

/**
 * How many connections a server holds. A place is taken when a handshake begins and given back when
 * its connection is gone. Threads: the server's event loop only.
 */
final class Admission {

    private final int maxConnections;
    private int admitted;

    Admission(int maxConnections) {
        this.maxConnections = maxConnections;
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
