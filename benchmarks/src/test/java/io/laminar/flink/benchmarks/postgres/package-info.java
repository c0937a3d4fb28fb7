// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Tests of the benchmarks: that they run and measure what they say. */
@NullMarked
package io.laminar.flink.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;
