// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e.cluster;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How a run of the SQL client ended; its exit code is 0 after a statement that failed, too. */
public record SqlClientOutput(int exitCode, String text) {

    private static final Pattern JOB_ID = Pattern.compile("Job ID: ([0-9a-f]{32})");

    boolean hasError() {
        return exitCode != 0 || text.contains("[ERROR]");
    }

    /** The one job that the script submitted. */
    public String jobId() {
        List<String> ids =
                JOB_ID.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
        if (ids.size() != 1) {
            throw new AssertionError("Expected one job but was " + ids + " in:\n" + text);
        }
        return ids.get(0);
    }
}
