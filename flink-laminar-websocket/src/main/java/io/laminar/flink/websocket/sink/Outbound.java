// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

/** What goes from the task to the network thread, in order. */
sealed interface Outbound permits OutboundMessage, Signal {}
