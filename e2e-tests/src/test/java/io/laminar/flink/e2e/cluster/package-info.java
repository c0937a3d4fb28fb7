// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

/** A Flink cluster of several processes, put together from Maven artifacts, and its SQL client. */
@NullMarked
package io.laminar.flink.e2e.cluster;

import org.jspecify.annotations.NullMarked;
