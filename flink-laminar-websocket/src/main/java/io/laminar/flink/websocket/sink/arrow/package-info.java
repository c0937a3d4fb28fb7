// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Rows as an Arrow IPC stream. Only the metadata, which are flatbuffers, need a library; the
 * columns are plain arrays on the heap, which the JVM grants without further options.
 */
@NullMarked
package io.laminar.flink.websocket.sink.arrow;

import org.jspecify.annotations.NullMarked;
