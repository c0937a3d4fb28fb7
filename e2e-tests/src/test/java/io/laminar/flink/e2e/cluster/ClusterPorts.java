// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The ports that the processes of one cluster must know of each other; they choose all others
 * themselves.
 */
record ClusterPorts(int rpc, int rest, int gateway) {

    static ClusterPorts free() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        // All open at once, so that they differ.
        try (ServerSocket rpc = new ServerSocket(0, 1, loopback);
                ServerSocket rest = new ServerSocket(0, 1, loopback);
                ServerSocket gateway = new ServerSocket(0, 1, loopback)) {
            return new ClusterPorts(
                    rpc.getLocalPort(), rest.getLocalPort(), gateway.getLocalPort());
        }
    }
}
