// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.util.SerializedThrowable;

/**
 * Finds in a chain of causes what a user can act on.
 *
 * <p>Flink wraps a connector's message several times ("Failed to execute sql", "Unable to create a
 * sink …" with all table options). Wrappers that say nothing are left out; of the rest the
 * innermost three are joined, so that "where" stands before "what".
 */
@Internal
public final class Failure {

    private static final int MAX_MESSAGES = 3;

    /** Beginnings of messages that say nothing to a user. */
    private static final List<String> EMPTY_WORDS =
            List.of(
                    "Failed to execute",
                    "Failed to submit",
                    "Failed to set",
                    "Failed to fetch",
                    "Failed to wait",
                    "Could not execute",
                    "Could not complete the operation",
                    "Could not instantiate the executor",
                    "SQL validation failed",
                    "SQL parse failed",
                    "Job execution failed",
                    "Recovery is suppressed",
                    "Internal server error",
                    "Global failure triggered",
                    "One or more fetchers have encountered exception");

    /** How Calcite says where in a statement. */
    private static final Pattern PLACE = Pattern.compile("[Ll]ine (\\d+), column (\\d+)");

    /** The same as part of a message: the user reads where in the script instead. */
    private static final Pattern PLACE_IN_STATEMENT =
            Pattern.compile(
                    "^From line \\d+, column \\d+(?: to line \\d+, column \\d+)?: "
                            + "| at line \\d+, column \\d+");

    /** What Flink adds to the message of a table that can't be made: a copy of the DDL. */
    private static final String TABLE_OPTIONS = "\n\nTable options are:";

    /** Its causes are the generated parser's own exceptions: the same, less readable. */
    private static final String PARSER_EXCEPTION = "SqlParseException";

    private Failure() {}

    /** What went wrong, from the outside to the inside, in at most three messages. */
    public static String describe(Throwable failure) {
        return describe(messages(failure));
    }

    /** The same of the messages alone: one or more, the outermost first. */
    static String describe(List<String> messages) {
        List<String> useful = new ArrayList<>();
        for (String message : messages) {
            boolean repeatsTheLast =
                    !useful.isEmpty() && useful.get(useful.size() - 1).contains(message);
            if (EMPTY_WORDS.stream().noneMatch(message::startsWith) && !repeatsTheLast) {
                useful.removeIf(message::contains);
                useful.add(message);
            }
        }
        if (useful.isEmpty()) {
            return messages.get(messages.size() - 1);
        }
        List<String> last =
                useful.subList(Math.max(0, useful.size() - MAX_MESSAGES), useful.size());
        StringBuilder text = new StringBuilder();
        last.subList(0, last.size() - 1)
                .forEach(message -> text.append(withoutStop(message)).append(": "));
        return text.append(last.get(last.size() - 1)).toString();
    }

    /** The first line of the innermost message, without a full stop, to go on in a sentence. */
    static String headline(Throwable failure) {
        return withoutStop(innermost(failure).lines().findFirst().orElse("").strip());
    }

    /** Where in the statement, if Flink's parser or validator says so. */
    static Optional<TextPosition> place(Throwable failure) {
        return chain(failure).stream()
                .map(cause -> PLACE.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(
                        place ->
                                new TextPosition(
                                        Integer.parseInt(place.group(1)),
                                        Integer.parseInt(place.group(2))))
                .findFirst();
    }

    private static String innermost(Throwable failure) {
        List<String> messages = messages(failure);
        return messages.get(messages.size() - 1);
    }

    private static String withoutStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static List<String> messages(Throwable failure) {
        return chain(failure).stream().map(Failure::message).toList();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Throwable cause = failure;
        while (cause != null) {
            chain.add(cause);
            cause =
                    cause.getClass().getSimpleName().equals(PARSER_EXCEPTION)
                            ? null
                            : cause.getCause();
        }
        return chain;
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getName();
        }
        if (cause instanceof SerializedThrowable serialized) {
            // Its message is the original's toString().
            String prefix = serialized.getOriginalErrorClassName() + ": ";
            message = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        }
        if (cause.getCause() != null && message.equals(cause.getCause().toString())) {
            // What Throwable(cause) makes of its cause.
            return message(cause.getCause());
        }
        int options = message.indexOf(TABLE_OPTIONS);
        message = options < 0 ? message : message.substring(0, options);
        return PLACE_IN_STATEMENT.matcher(message).replaceAll("").strip();
    }
}
