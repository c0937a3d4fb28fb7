// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Tests of the market demo. */
@NullMarked
package io.laminar.flink.examples.market;

import org.jspecify.annotations.NullMarked;
