// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets the variants read a feed that is always faster, one at a time.
 *
 * @param warmUp before each measurement, from the first message on
 * @param duration of each measurement
 */
record SourceBenchmark(Duration warmUp, Duration duration) {

    private static final long FIRST_MESSAGE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long LOOK_MILLIS = 10;

    Rate run(SourceVariant variant) throws IOException, InterruptedException {
        if (variant.isWithoutFeed()) {
            return measure(variant, "");
        }
        try (ChildProcess feeder = ChildProcess.start(Feeder.class, List.of())) {
            return measure(variant, "ws://127.0.0.1:" + feeder.readLine() + "/");
        }
    }

    private Rate measure(SourceVariant variant, String url)
            throws IOException, InterruptedException {
        try (FeedReader reader = variant.start(url)) {
            long deadline = System.nanoTime() + FIRST_MESSAGE_NANOS;
            while (reader.count() == 0) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(WebSocketBenchErrors.nothingArrives(variant));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
            Rate.Meter meter = Rate.meter(reader.count());
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            return meter.stop(reader.count());
        }
    }
}
