// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.option;

import org.apache.flink.annotation.PublicEvolving;

/** What becomes of a row that the server refuses. */
@PublicEvolving
public enum ErrorPolicy {
    /** The job fails. */
    FAIL("fail"),
    /** The row is left out, counted, and logged at most once a second. */
    SKIP("skip");

    private final String text;

    ErrorPolicy(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
