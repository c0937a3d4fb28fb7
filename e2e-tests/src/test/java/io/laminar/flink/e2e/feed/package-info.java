// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

/** WebSocket servers and clients that play the outside world. */
@NullMarked
package io.laminar.flink.e2e.feed;

import org.jspecify.annotations.NullMarked;
