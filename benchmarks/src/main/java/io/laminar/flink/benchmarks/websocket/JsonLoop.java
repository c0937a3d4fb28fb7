// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** flink-json alone: decodes messages that are in memory already, on a thread of its own. */
final class JsonLoop implements FeedReader {

    private static final int DIFFERENT_MESSAGES = 1024;

    private final AtomicLong count = new AtomicLong();
    private final Thread thread = new Thread(this::decode, "json-loop");
    private volatile boolean isClosed;

    private JsonLoop() {}

    static JsonLoop start() {
        JsonLoop loop = new JsonLoop();
        loop.thread.start();
        return loop;
    }

    private void decode() {
        byte[][] messages = new byte[DIFFERENT_MESSAGES][];
        for (int i = 0; i < DIFFERENT_MESSAGES; i++) {
            messages[i] = BenchMessages.message(i);
        }
        JsonDecoder decoder = new JsonDecoder();
        long done = 0;
        try {
            while (!isClosed) {
                // A look at the row, so that the work is not optimized away.
                done +=
                        decoder.decode(messages[(int) (done % DIFFERENT_MESSAGES)]).isNullAt(0)
                                ? 0
                                : 1;
                count.lazySet(done);
            }
        } catch (IOException e) {
            throw new IllegalStateException("flink-json refuses a message of the benchmark.", e);
        }
    }

    @Override
    public long count() {
        return count.get();
    }

    @Override
    public void close() throws InterruptedException {
        isClosed = true;
        thread.join();
    }
}
