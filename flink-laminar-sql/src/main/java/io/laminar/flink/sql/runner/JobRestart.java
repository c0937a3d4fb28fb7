// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import io.laminar.flink.sdk.secret.Redacted;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.runtime.rest.messages.JobExceptionsInfoWithHistory.RootExceptionInfo;

/**
 * A failure that Flink restarted a job after.
 *
 * @param time when the job failed
 * @param cause the innermost message, secrets blotted out
 */
@Internal
public record JobRestart(Instant time, String cause) {

    /** The head of each exception in a printed stack trace, up to its first frame. */
    private static final Pattern HEAD =
            Pattern.compile("(?m)^(?:Caused by: )?([\\w.$]+)(?:: ((?:.|\\R(?!\\tat ))*))?$");

    static JobRestart of(RootExceptionInfo failure) {
        return new JobRestart(
                Instant.ofEpochMilli(failure.getTimestamp()), innermost(failure.getStacktrace()));
    }

    /**
     * The message of the last "Caused by", since Flink's REST interface has only the printed text.
     */
    static String innermost(String stackTrace) {
        int last = stackTrace.lastIndexOf("\nCaused by: ");
        Matcher matcher = HEAD.matcher(stackTrace.substring(last + 1));
        if (!matcher.lookingAt()) {
            return Redacted.text(stackTrace.lines().findFirst().orElse(""));
        }
        String message = matcher.group(2);
        return Redacted.text(message == null ? matcher.group(1) : message.strip());
    }
}
