// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Flink's own test suite for sources. */
@NullMarked
package io.laminar.flink.websocket.suite;

import org.jspecify.annotations.NullMarked;
