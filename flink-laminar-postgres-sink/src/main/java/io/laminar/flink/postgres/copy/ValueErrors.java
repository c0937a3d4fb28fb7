// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.StringData;

/** What is wrong with a single value; {@link CopyRowEncoder} puts the column before it. */
final class ValueErrors {

    static final String ZERO_CHARACTER =
            "the text holds the character U+0000, which PostgreSQL can't store. Remove it with"
                    + " REPLACE(column, U&'\\0000', '') or store BYTES.";

    static final String NULL_KEY =
            "a key of the map is NULL, which JSON can't express. Filter such keys out.";

    static final String NULL_SUBARRAY =
            "the array inside is NULL, which PostgreSQL's arrays of several dimensions can't"
                    + " express. Write to jsonb instead.";

    private static final int SHOWN_CHARACTERS = 60;

    private ValueErrors() {}

    static String invalidUtf8(int offset) {
        return String.format(
                "the text is not valid UTF-8 at its byte %d. Store BYTES, or decode the bytes with"
                        + " DECODE(column, 'UTF-8').",
                offset);
    }

    static String notANumber(double value, String target) {
        return String.format(
                "%s can't be written to %s. Filter it out, or turn it into NULL.", value, target);
    }

    static String outOfRange(Object value, String target, String range) {
        return String.format("%s is outside of what %s can hold: %s.", value, target, range);
    }

    static String unreadable(StringData text, String type, String expected) {
        return String.format(
                "'%s' is no %s. Expected %s.", printable(text.toString()), type, expected);
    }

    static String bitsRightOfMask(StringData text, int bits) {
        return String.format(
                "'%s' has bits set to the right of its netmask of %d bits, which cidr refuses. Store"
                        + " it as inet.",
                printable(text.toString()), bits);
    }

    static String ragged(int dimension, int length, int expected) {
        return String.format(
                "the array inside (dimension %d) has %d elements, but the one before it has %d:"
                        + " PostgreSQL's arrays are rectangular. Write to jsonb instead.",
                dimension, length, expected);
    }

    /** Says which element of an array it was, counted from 1 as in SQL. */
    static IllegalArgumentException inElement(int index, IllegalArgumentException e) {
        return new IllegalArgumentException(
                String.format("element %d: %s", index + 1, e.getMessage()), e);
    }

    /** Says which key of a map it was; unlike the name of a field it may be of any length. */
    static IllegalArgumentException inKey(StringData key, IllegalArgumentException e) {
        return inField(printable(key.toString()), e);
    }

    /** Says which field of a row it was. */
    static IllegalArgumentException inField(String field, IllegalArgumentException e) {
        return new IllegalArgumentException(
                String.format("field '%s': %s", field, e.getMessage()), e);
    }

    private static String printable(String text) {
        String cut =
                text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
