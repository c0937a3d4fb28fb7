// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.Printable;
import java.util.List;

/** What a client reads in the answer to a request that can't be fulfilled. */
final class SubscriptionErrors {

    private SubscriptionErrors() {}

    static String notAnObject() {
        return "The message is not one JSON object such as"
                + " {\"action\":\"subscribe\",\"filter\":\"price > 10\"}.";
    }

    static String unknownField(String field) {
        return String.format(
                "The field '%s' is unknown. There are 'action', 'filter', 'format',"
                        + " 'last_sequence' and 'incarnation'.",
                Printable.text(field));
    }

    static String notText(String field) {
        return String.format("The value of '%s' must be a text.", field);
    }

    static String notANumber(String field) {
        return String.format("The value of '%s' must be a whole number.", field);
    }

    static String unknownAction(String action) {
        return String.format("The action is '%s', but must be 'subscribe'.", action);
    }

    static String tooManyFilters(int maximum) {
        return String.format(
                "The server evaluates %d different filters already. Try again later, or subscribe"
                        + " without one.",
                maximum);
    }

    static String tooCostlyFilters() {
        return "With this filter those of all clients take too much time a row. Write a shorter one,"
                + " above all in its LIKE patterns, try again later, or subscribe without one.";
    }

    static String unknownFormat(String format, List<String> names) {
        return names.isEmpty()
                ? "The server has one format. Leave 'format' out."
                : String.format(
                        "The format '%s' is unknown. Ask for %s, or leave 'format' out for the"
                                + " server's own.",
                        Printable.text(format), listed(names));
    }

    static String binary(List<String> others) {
        String text = "The server sends binary messages, which a subscription's JSON can't hold.";
        return others.isEmpty()
                ? text + " Without a subscription they come as they are."
                : String.format(
                        "%s Ask for the format %s; without a subscription they come as they are.",
                        text, listed(others));
    }

    private static String listed(List<String> names) {
        return "'" + String.join("' or '", names) + "'";
    }
}
