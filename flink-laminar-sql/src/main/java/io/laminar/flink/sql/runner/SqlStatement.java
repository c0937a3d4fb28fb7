// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import org.apache.flink.annotation.Internal;

/**
 * One statement of a script.
 *
 * @param text the statement as written, from its first word to before its {@code ;}
 * @param line the line of its first word in the script, from 1
 * @param column the column of its first word in that line, from 1
 */
@Internal
public record SqlStatement(String text, int line, int column) {}
