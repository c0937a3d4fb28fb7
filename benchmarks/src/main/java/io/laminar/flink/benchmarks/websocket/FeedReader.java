// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;

/** Something that reads the feed until it is closed. */
interface FeedReader extends AutoCloseable {

    /** Messages so far. From any thread. */
    long count() throws IOException;

    @Override
    void close() throws InterruptedException;
}
