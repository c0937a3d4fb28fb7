// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

/** Flink's own test suite for sinks, under every guarantee. */
@NullMarked
package io.laminar.flink.postgres.suite;

import org.jspecify.annotations.NullMarked;
