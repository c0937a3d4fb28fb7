// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

/** Runs a job into a sink, lets things fail at chosen points, and counts rows. */
@NullMarked
package io.laminar.flink.testing.faults;

import org.jspecify.annotations.NullMarked;
