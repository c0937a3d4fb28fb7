// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.util.SerializedThrowable;

/**
 * Finds in a chain of causes what a user can act on.
 *
 * <p>Flink wraps a connector's message several times ("Failed to execute sql", "Unable to create a
 * sink …" with all table options). The innermost message says what is wrong; of the wrappers only
 * the nearest that adds something is kept, to say where.
 */
final class Failure {

    /** Beginnings of wrappers' messages that say nothing to a user. */
    private static final List<String> EMPTY_WORDS =
            List.of(
                    "Failed to execute",
                    "Failed to submit",
                    "Failed to set",
                    "Could not instantiate the executor",
                    "SQL validation failed",
                    "Job execution failed",
                    "Recovery is suppressed",
                    "Failed to fetch next result",
                    "Failed to wait job finish",
                    "Internal server error",
                    "Could not complete the operation",
                    "Global failure triggered",
                    "One or more fetchers have encountered exception");

    private static final Set<String> CALCITE_ENDS =
            Set.of("SqlParserException", "SqlParserEOFException");

    private Failure() {}

    /** The innermost message and, in brackets, the nearest wrapper that adds to it. */
    static String describe(Throwable failure) {
        List<String> messages = messages(failure);
        String innermost = messages.get(messages.size() - 1);
        for (int i = messages.size() - 2; i >= 0; i--) {
            String context = firstLine(messages.get(i));
            if (EMPTY_WORDS.stream().noneMatch(context::startsWith)
                    && !innermost.contains(context)
                    && !context.contains(firstLine(innermost))) {
                return innermost + " (" + context + ")";
            }
        }
        return innermost;
    }

    /** The first line of the innermost message, without a full stop, to go on in a sentence. */
    static String headline(Throwable failure) {
        List<String> messages = messages(failure);
        String line = firstLine(messages.get(messages.size() - 1));
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static List<String> messages(Throwable failure) {
        List<String> messages = new ArrayList<>();
        Throwable cause = failure;
        while (cause != null) {
            messages.add(message(cause));
            if (CALCITE_ENDS.contains(cause.getClass().getSimpleName())) {
                // Its causes are the generated parser's own exceptions: the same, less readable.
                break;
            }
            cause = cause.getCause();
        }
        return messages;
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getName();
        }
        if (cause instanceof SerializedThrowable serialized) {
            // Its message is the original's toString().
            String prefix = serialized.getOriginalErrorClassName() + ": ";
            return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        }
        return message.strip();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message).strip();
    }
}
