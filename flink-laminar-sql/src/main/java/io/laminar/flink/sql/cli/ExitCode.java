// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.cli;

import org.apache.flink.annotation.Internal;

/** What {@code laminar} tells the shell. */
@Internal
public final class ExitCode {

    /** The job finished, or was stopped as asked. */
    public static final int OK = 0;

    /** The job failed, or Flink could not be asked any more. */
    public static final int FAILED = 1;

    /** The script or the command line is wrong. */
    public static final int WRONG_INPUT = 2;

    private ExitCode() {}
}
