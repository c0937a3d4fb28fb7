// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import org.apache.flink.annotation.Internal;

/**
 * What a side agrees to with {@code permessage-deflate} (RFC 7692). What it sends itself refers to
 * no earlier message in any case, so that one compressed message serves many peers.
 */
@Internal
public enum Compression {

    /** Nothing is offered or accepted. */
    NONE,

    /** Each message stands for itself; an idle connection holds no memory for it. */
    PER_MESSAGE,

    /** What comes may refer to earlier messages: denser, for some 40 KiB a connection. */
    WITH_HISTORY
}
