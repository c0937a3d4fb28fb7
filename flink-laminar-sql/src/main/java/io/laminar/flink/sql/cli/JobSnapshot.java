// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import java.time.Duration;
import org.apache.flink.api.common.JobStatus;

/**
 * A job at one moment.
 *
 * @param running since the job was started
 * @param recordsIn records that the sources have read since the job's last (re)start
 * @param recordsInPerSecond since the snapshot before
 * @param recordsOut records that the sinks have taken since the job's last (re)start
 * @param recordsOutPerSecond since the snapshot before
 * @param checkpoints completed checkpoints
 */
record JobSnapshot(
        String job,
        JobStatus state,
        Duration running,
        long recordsIn,
        double recordsInPerSecond,
        long recordsOut,
        double recordsOutPerSecond,
        long checkpoints) {

    /** The same job at a later moment. */
    JobSnapshot next(
            JobStatus newState,
            Duration newRunning,
            long newRecordsIn,
            long newRecordsOut,
            long newCheckpoints) {
        double seconds = newRunning.minus(running).toMillis() / 1000.0;
        return new JobSnapshot(
                job,
                newState,
                newRunning,
                newRecordsIn,
                rate(recordsIn, newRecordsIn, seconds),
                newRecordsOut,
                rate(recordsOut, newRecordsOut, seconds),
                newCheckpoints);
    }

    /** After a restart the counters begin at 0. */
    private static double rate(long before, long now, double seconds) {
        long difference = now >= before ? now - before : now;
        return seconds <= 0 ? 0 : difference / seconds;
    }
}
