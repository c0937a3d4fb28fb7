// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

/** The shaded jar on real Flink clusters, and rules for the code as a whole. */
@NullMarked
package io.laminar.flink.e2e;

import org.jspecify.annotations.NullMarked;
