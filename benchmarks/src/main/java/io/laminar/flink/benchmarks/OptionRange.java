// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands of all benchmarks ask of their numbers. */
public final class OptionRange {

    private OptionRange() {}

    /** Refuses the command line if the value is smaller. */
    public static void requireAtLeast(
            CommandSpec command, String option, Number minimum, Number value) {
        if (value.doubleValue() < minimum.doubleValue()) {
            throw new ParameterException(
                    command.commandLine(),
                    String.format("%s must be at least %s, but was %s.", option, minimum, value));
        }
    }
}
