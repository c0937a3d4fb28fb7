// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.sink;

/** How rows get from a writer into the table. */
enum Route {
    /** By transactions that are visible at once. */
    DIRECT,
    /** By a transaction that waits, prepared, for its checkpoint. */
    PREPARED,
    /** By a staging table, which waits for its checkpoint. */
    STAGED
}
