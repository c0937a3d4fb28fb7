// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import org.jspecify.annotations.Nullable;

/** Messages of the past, from which a client that is behind reads until it has caught up. */
interface History {

    /** Number from which on none is missing here. */
    long start();

    /** The first message that is here with this number or a later one. */
    @Nullable OutboundMessage from(long number);
}
