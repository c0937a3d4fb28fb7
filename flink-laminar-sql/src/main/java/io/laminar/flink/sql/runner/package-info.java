// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Runs a SQL script as one Flink job, embedded or on a cluster. */
@NullMarked
package io.laminar.flink.sql.runner;

import org.jspecify.annotations.NullMarked;
