// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void leavesOutWrappersAndTheCopyOfTheOptions() {
        Exception failure =
                new TableException(
                        "Failed to execute sql",
                        new ValidationException(
                                "Unable to create a sink for writing table 'c.d.t'.\n\n"
                                        + "Table options are:\n\n'password'='geheim'",
                                new ValidationException("Option 'url' is missing. Set it.")));
        assertThat(Failure.describe(failure))
                .isEqualTo(
                        "Unable to create a sink for writing table 'c.d.t': Option 'url' is"
                                + " missing. Set it.");
        assertThat(Failure.headline(failure)).isEqualTo("Option 'url' is missing. Set it");
    }

    @Test
    void keepsWhatAConnectorSaysOfTheCauseBelow() {
        Exception failure =
                new IOException(
                        "Table 't': no connection to 'db:1'.", new ConnectException("refused"));
        assertThat(Failure.describe(failure))
                .isEqualTo("Table 't': no connection to 'db:1': refused");
    }

    @Test
    void saysNothingTwice() {
        Exception failure =
                new RuntimeException(
                        new RuntimeException("Disk full.", new IOException("Disk full.")));
        assertThat(Failure.describe(failure)).isEqualTo("Disk full.");
    }

    @Test
    void readsWhatCameOverTheNetwork() {
        SerializedThrowable failure =
                new SerializedThrowable(
                        new TableException("Job execution failed.", new IOException("Disk full.")));
        assertThat(Failure.describe(failure)).isEqualTo("Disk full.");
    }

    @Test
    void namesTheClassOfAFailureWithoutMessage() {
        assertThat(Failure.describe(new IllegalStateException()))
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void findsThePlaceThatTheValidatorNames() {
        Exception failure =
                new ValidationException(
                        "SQL validation failed. From line 2, column 10 to line 2, column 16: Object"
                                + " 'x' not found",
                        new RuntimeException(
                                "From line 2, column 10 to line 2, column 16: Object 'x' not"
                                        + " found"));
        assertThat(Failure.place(failure)).hasValue(new TextPosition(2, 10));
        assertThat(Failure.describe(failure)).isEqualTo("Object 'x' not found");
    }

    @Test
    void readsAPrintedStackTrace() {
        assertThat(
                        JobRestart.describe(
                                "org.x.A: Job execution failed.\n\tat a.b(C.java:1)\nCaused by:"
                                        + " org.x.W: java.io.B: Can't read it: no token.\n\tat"
                                        + " a.b(C.java:1)\nCaused by: java.io.B: Can't read it: no"
                                        + " token.\n\tat a.b(C.java:1)\nCaused by: java.io.D: no"
                                        + " token\n\tat d.e(F.java:2)\n\t... 3 more\n"))
                .isEqualTo("Can't read it: no token.");
        assertThat(
                        JobRestart.describe(
                                "org.x.A: outer\n\tat a.b(C.java:1)\nCaused by: java.io.B: first"
                                        + " line\nsecond line, token=abc\n\tat d.e(F.java:2)\n\t... 3"
                                        + " more\n"))
                .isEqualTo("outer: first line\nsecond line, token=***");
        assertThat(JobRestart.describe("java.lang.NullPointerException\n\tat a.b(C.java:1)\n"))
                .isEqualTo("java.lang.NullPointerException");
    }
}
