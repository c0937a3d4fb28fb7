// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink.batch;

import org.apache.flink.annotation.Internal;

/** Texts of what is wrong with messages of several rows. */
@Internal
public final class BatchErrors {

    private BatchErrors() {}

    static String intervalOfSingleRows() {
        return "'batch.interval' has no meaning with 'batch.max_size' = '1', where each row is sent"
                + " at once. Raise 'batch.max_size', or remove 'batch.interval'.";
    }

    /** In Java. */
    public static String binaryLines() {
        return "setBatch(…) of several rows puts line feeds between them, which binary rows may hold"
                + " themselves. Send single rows, or set RowLayout.JSON_ARRAY or"
                + " setMessageEncoder(…).";
    }

    /** In Java. */
    public static String twoEncoders() {
        return "setMessageEncoder(…) makes messages of rows by itself. Remove it, or setSerializer(…)"
                + " and setRowLayout(…).";
    }

    /** In Java. */
    public static String subscriptionsToRows() {
        return "setSubscriptions(…) has no meaning where a message may hold several rows, of which"
                + " clients can't pick some. Remove it, or send single rows: without setBatch(…),"
                + " RowLayout.JSON_ARRAY and setMessageEncoder(…).";
    }

    public static String sinkFormat(String format) {
        return String.format(
                "'format' is '%s', which only a sink writes. To read, take 'json', which also takes"
                        + " messages that are arrays of records.",
                format);
    }

    /** In SQL. */
    public static String notJoinable(String format) {
        return String.format(
                "'batch.max_size' is above 1, but rows of the format '%s' can't be put together to a"
                        + " message. Set it to 1, or take one of the formats 'json', 'csv',"
                        + " 'json-array' and 'arrow'.",
                format);
    }
}
