// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

/** Whether a message says what kind of change its row is. */
enum ChangelogEnvelope {

    /** A message is a row. */
    NONE,

    /** A message is a JSON object of the kind and the row. */
    JSON
}
