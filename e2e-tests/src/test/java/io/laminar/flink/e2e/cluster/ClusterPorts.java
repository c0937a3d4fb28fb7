// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import io.laminar.flink.testing.FreePorts;
import java.io.IOException;

/**
 * The ports that the processes of one cluster must know of each other; they choose all others
 * themselves.
 */
record ClusterPorts(int rpc, int rest, int gateway) {

    static ClusterPorts free() throws IOException {
        int first = FreePorts.first(3);
        return new ClusterPorts(first, first + 1, first + 2);
    }
}
