// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** Processing time that passes only when a test says so. */
final class ManualClock implements ProcessingTimeService {

    private final List<Timer> timers = new ArrayList<>();
    private long now = 1_000;

    @Override
    public long getCurrentProcessingTime() {
        return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long time, ProcessingTimeCallback callback) {
        Timer timer = new Timer(time, callback);
        timers.add(timer);
        return timer;
    }

    void advance(Duration time) throws Exception {
        now += time.toMillis();
        for (Timer timer : List.copyOf(timers)) {
            if (timer.time <= now) {
                timers.remove(timer);
                if (!timer.isCancelled()) {
                    timer.callback.onProcessingTime(now);
                }
            }
        }
    }

    private static final class Timer extends CompletableFuture<Void>
            implements ScheduledFuture<Void> {

        private final long time;
        private final ProcessingTimeCallback callback;

        Timer(long time, ProcessingTimeCallback callback) {
            this.time = time;
            this.callback = callback;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(time, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
        }
    }
}
