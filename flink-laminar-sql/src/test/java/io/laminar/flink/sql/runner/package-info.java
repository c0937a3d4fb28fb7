// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Tests of the script runner. */
@NullMarked
package io.laminar.flink.sql.runner;

import org.jspecify.annotations.NullMarked;
