// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

/** A statement that Flink SQL knows and a script can't have, at least not there. */
final class RefusedStatementException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String problem;

    RefusedStatementException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** What is wrong, for the user. */
    String problem() {
        return problem;
    }
}
