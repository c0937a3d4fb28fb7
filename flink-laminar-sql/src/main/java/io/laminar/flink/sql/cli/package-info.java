// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
/** The command line {@code laminar}. */
@NullMarked
package io.laminar.flink.sql.cli;

import org.jspecify.annotations.NullMarked;
