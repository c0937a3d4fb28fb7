// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import io.laminar.flink.sdk.secret.Redacted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.runtime.rest.messages.JobExceptionsInfoWithHistory.RootExceptionInfo;

/**
 * A failure that Flink restarted a job after.
 *
 * @param time when the job failed
 * @param cause what went wrong, secrets blotted out
 */
@Internal
public record JobRestart(Instant time, String cause) {

    /** The head of each exception in a printed stack trace, up to its first frame. */
    private static final Pattern HEAD =
            Pattern.compile("(?m)^([\\w.$]+)(?:: ((?:.|\\R(?!\\tat ))*))?$");

    static JobRestart of(RootExceptionInfo failure) {
        return new JobRestart(
                Instant.ofEpochMilli(failure.getTimestamp()), describe(failure.getStacktrace()));
    }

    /** What {@link Failure} says, of a printed text: Flink's REST interface has nothing else. */
    static String describe(String stackTrace) {
        List<String> messages = new ArrayList<>();
        for (String printed : stackTrace.split("\nCaused by: ", -1)) {
            Matcher head = HEAD.matcher(printed);
            if (head.lookingAt()) {
                // A wrapper without words of its own repeats its cause with the class.
                messages.removeIf(message -> message.equals(head.group()));
                String message = head.group(2);
                messages.add(message == null ? head.group(1) : message.strip());
            }
        }
        return Redacted.text(
                messages.isEmpty()
                        ? stackTrace.lines().findFirst().orElse("")
                        : Failure.describe(messages));
    }
}
