// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import java.util.concurrent.Callable;
import org.apache.flink.annotation.Internal;

/**
 * A command that another module adds to {@code laminar}, as {@code laminar demo} does.
 *
 * <p>An implementation carries picocli's {@code @Command(name = …)}, has a public constructor
 * without parameters and is named in {@code META-INF/services}. Its {@link #call} returns the exit
 * code: one of {@link ExitCode}'s. An exception that it throws is printed as {@code laminar run}
 * prints its own.
 */
@Internal
public interface LaminarSubcommand extends Callable<Integer> {}
