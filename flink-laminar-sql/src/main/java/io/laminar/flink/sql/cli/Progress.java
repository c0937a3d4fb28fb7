// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

/** Tells the user how a job goes. Called by one thread. */
interface Progress {

    /** Milliseconds between two reports. */
    long intervalMillis();

    void report(JobSnapshot snapshot);

    /** Says something once, for example that the job failed and starts again. */
    void say(String sentence);

    /** Says the last thing. */
    void end(JobSnapshot snapshot, String sentence);
}
