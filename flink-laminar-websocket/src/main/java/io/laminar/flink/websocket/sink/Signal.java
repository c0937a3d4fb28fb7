// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

/** Something to do on the network thread between two messages. */
record Signal(Runnable action) implements Outbound {}
