// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** Tests of the command line. */
@NullMarked
package io.laminar.flink.sql.cli;

import org.jspecify.annotations.NullMarked;
