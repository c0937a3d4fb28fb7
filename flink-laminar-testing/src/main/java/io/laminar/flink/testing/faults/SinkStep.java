// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing.faults;

/** What a statement means to an exactly-once sink. */
enum SinkStep {
    /** A staging table is created. */
    STAGE,
    /** Rows go to the server. */
    COPY,
    /** The transaction of a COPY into a staging table ends. */
    FLUSH_COMMIT,
    /** The transaction of an epoch is prepared. */
    PREPARE,
    /** The first statement of a commit. */
    COMMIT_START,
    /** Rows go from a staging table to the target, or what a staging table deletes goes. */
    MOVE,
    /** The staging table of a commit is dropped. */
    DROP_STAGE,
    /** The rows of an epoch become visible. */
    COMMIT
}
