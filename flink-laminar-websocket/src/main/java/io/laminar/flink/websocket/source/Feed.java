// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

/** Fills the queue of one subtask. Threads: created and closed on the task thread. */
interface Feed extends AutoCloseable {

    /** Connects or listens, without waiting for it. A failure for good goes to the queue. */
    void start();

    /** Closes its sockets and its thread; may be called twice. */
    @Override
    void close();
}
