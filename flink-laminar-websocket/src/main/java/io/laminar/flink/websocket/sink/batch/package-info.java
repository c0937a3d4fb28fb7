// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Messages that hold several rows. */
@NullMarked
package io.laminar.flink.websocket.sink.batch;

import org.jspecify.annotations.NullMarked;
