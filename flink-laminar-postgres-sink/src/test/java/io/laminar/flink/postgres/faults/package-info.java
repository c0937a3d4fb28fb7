// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

/** The exactly-once sink put through faults. */
@NullMarked
package io.laminar.flink.postgres.faults;

import org.jspecify.annotations.NullMarked;
