// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Tests of the WebSocket benchmark: that it runs and measures what it says. */
@NullMarked
package io.laminar.flink.benchmarks.websocket;

import org.jspecify.annotations.NullMarked;
