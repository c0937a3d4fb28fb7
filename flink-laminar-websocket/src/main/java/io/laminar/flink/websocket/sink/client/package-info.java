// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** The sink that connects to a server. */
@NullMarked
package io.laminar.flink.websocket.sink.client;

import org.jspecify.annotations.NullMarked;
