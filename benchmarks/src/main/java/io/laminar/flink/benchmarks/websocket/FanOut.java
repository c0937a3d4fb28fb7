// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;

/**
 * A server that sends every message to all of its clients.
 *
 * <p>Threads: one calls all methods.
 */
interface FanOut extends AutoCloseable {

    int port();

    /**
     * Sends a message, soon.
     *
     * @param message not changed afterwards
     */
    void publish(byte[] message) throws IOException, InterruptedException;

    /** No further message comes for the moment: what was published must not wait for one. */
    void flush();

    @Override
    void close() throws IOException, InterruptedException;
}
