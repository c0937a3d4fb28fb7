// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.filter;

import io.laminar.flink.sdk.option.NearestWord;
import io.laminar.flink.websocket.protocol.Printable;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;

/** What the author of a filter reads when it is wrong. */
final class FilterErrors {

    private FilterErrors() {}

    static String tooLong(int length, int maximum) {
        return String.format("It has %d characters, but may have %d at most.", length, maximum);
    }

    static String tooDeep(int maximum) {
        return String.format(
                "Parentheses and NOT are nested more than %d deep. Write a flatter condition.",
                maximum);
    }

    static String unknownCharacter(String character) {
        return String.format("'%s' has no meaning here.", Printable.text(character));
    }

    static String unclosed(String quote) {
        return String.format(
                "The text or name that begins here has no closing %s. Within it, write %s twice.",
                quote, quote);
    }

    static String badNumber(String number) {
        return String.format(
                "'%s' is no number that can be compared: it has too many digits, or none.",
                Printable.text(number));
    }

    static String expected(String what, Token found) {
        return String.format("Expected %s, but found %s.", what, found.describe());
    }

    static String unknownColumn(String name, List<String> known) {
        return String.format(
                "There is no column '%s'.%s",
                Printable.text(name),
                NearestWord.to(name, known)
                        .map(nearest -> " Did you mean '" + nearest + "'?")
                        .orElseGet(() -> " There are '" + String.join("', '", known) + "'."));
    }

    static String literalOfWrongType(
            String column, LogicalType type, String accepted, Token found) {
        return String.format(
                "Column '%s' is of type %s and is compared with %s, but found %s.",
                column, type.asSummaryString(), accepted, found.describe());
    }

    static String incomparable(String column, LogicalType type) {
        return String.format(
                "Column '%s' is of type %s, which knows only IS NULL and IS NOT NULL here.",
                column, type.asSummaryString());
    }

    static String noOrder(String column) {
        return String.format(
                "Column '%s' is of type BOOLEAN, which knows only '=' and '<>'.", column);
    }

    static String notText(String column, LogicalType type) {
        return String.format(
                "LIKE is for text, but column '%s' is of type %s.", column, type.asSummaryString());
    }

    static String noColumns() {
        return "The messages of this server have no columns to filter by. Leave the filter out.";
    }

    static String comparisonWithNull() {
        return "No comparison with NULL is ever true. Write IS NULL or IS NOT NULL.";
    }
}
