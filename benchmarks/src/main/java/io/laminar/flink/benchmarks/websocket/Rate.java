// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;

/**
 * How fast something went.
 *
 * @param perSecond messages or deliveries
 * @param cpuNanos processor time of this process for each, that of all threads together
 */
record Rate(double perSecond, double cpuNanos) {

    /** The run in the middle, by its speed; of an even number the slower of the two. */
    static Rate median(List<Rate> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Rate::perSecond))
                .toList()
                .get((runs.size() - 1) / 2);
    }

    static Meter meter(long count) {
        return new Meter(count, System.nanoTime(), cpuTime());
    }

    private static long cpuTime() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** The beginning of a measurement. */
    record Meter(long count, long nanos, long cpuTime) {

        Rate stop(long countNow) {
            double done = Math.max(1, countNow - count);
            return new Rate(
                    done * 1e9 / (System.nanoTime() - nanos), (Rate.cpuTime() - cpuTime) / done);
        }
    }
}
