// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** The market demo: a synthetic feed, the pipeline of {@code examples/market}, and a live page. */
@NullMarked
package io.laminar.flink.examples.market;

import org.jspecify.annotations.NullMarked;
