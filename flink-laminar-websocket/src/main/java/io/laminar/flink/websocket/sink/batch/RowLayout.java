// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import org.apache.flink.annotation.PublicEvolving;

/** How a message holds several rows, each as its serializer made it. */
@PublicEvolving
public enum RowLayout {

    /** A line feed between two rows. A single row is the message as it is. */
    LINES,

    /** A JSON array, also of a single row. The rows must be JSON. */
    JSON_ARRAY
}
