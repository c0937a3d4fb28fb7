// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0

/** The example of {@code examples/iot-alerts}. */
@NullMarked
package io.laminar.flink.examples.iot;

import org.jspecify.annotations.NullMarked;
