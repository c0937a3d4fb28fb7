// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Real servers, a network that fails on command and a Flink cluster, for tests and demos. */
@NullMarked
package io.laminar.flink.testing;

import org.jspecify.annotations.NullMarked;
