// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import org.apache.flink.annotation.PublicEvolving;

/** What kind of message the clients see (RFC 6455, section 5.6). */
@PublicEvolving
public enum FrameType {

    /** The bytes must be UTF-8; a client closes the connection otherwise. */
    TEXT(0x1),

    /** Any bytes. */
    BINARY(0x2);

    private final int opcode;

    FrameType(int opcode) {
        this.opcode = opcode;
    }

    int opcode() {
        return opcode;
    }
}
