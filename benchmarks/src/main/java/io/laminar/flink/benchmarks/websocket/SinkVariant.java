// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;

/** Whose fan-out is measured; in this order. */
enum SinkVariant {
    LAMINAR("sink"),
    NETTY("sink-limit"),
    JAVA_WEBSOCKET("sink-peer");

    private final String label;

    SinkVariant(String label) {
        this.label = label;
    }

    FanOut start() throws IOException, InterruptedException {
        return switch (this) {
            case LAMINAR -> LaminarFanOut.start();
            case NETTY -> new NettyFanOut();
            case JAVA_WEBSOCKET -> new JavaWebSocketFanOut();
        };
    }

    /** The name in the output. */
    @Override
    public String toString() {
        return label;
    }
}
