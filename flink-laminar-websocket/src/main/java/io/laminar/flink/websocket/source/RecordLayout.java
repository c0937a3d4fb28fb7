// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.apache.flink.annotation.PublicEvolving;

/** How a WebSocket message holds its records. */
@PublicEvolving
public enum RecordLayout {

    /** The message is the record, whatever its bytes. */
    WHOLE_MESSAGE,

    /** A record a line; empty lines are none. */
    LINES,

    /**
     * JSON: one value, several with white space between them (such as a line break), or arrays of
     * records. A line break inside a value does not end it.
     */
    JSON
}
