// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import org.apache.flink.annotation.Internal;

/**
 * Records that one operator of a job has handled, summed over its subtasks.
 *
 * <p>Counted since the operator's subtasks started last: a restart after a failure begins at 0.
 *
 * @param vertexId the job vertex (task) that the operator is part of
 * @param operator the operator's name, as in Flink's metrics: {@code Source__ticks[1]}
 * @param role whether it reads from outside, writes to outside, or neither
 * @param recordsIn records that came in
 * @param recordsOut records that it passed on
 */
@Internal
public record OperatorRecords(
        String vertexId, String operator, Role role, long recordsIn, long recordsOut) {

    /** The part that an operator plays. */
    public enum Role {
        /** Reads a table from outside. */
        SOURCE,
        /** Writes a table to outside. */
        SINK,
        /** Works on records in between. */
        INNER
    }
}
