// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Tests of the commands: what they take and what they refuse. */
@NullMarked
package io.laminar.flink.benchmarks;

import org.jspecify.annotations.NullMarked;
