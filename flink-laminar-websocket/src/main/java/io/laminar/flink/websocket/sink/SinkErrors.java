// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.sink;

import io.laminar.flink.websocket.protocol.BindAddress;
import org.apache.flink.annotation.Internal;

/** Texts of what goes wrong in the sink. */
@Internal
public final class SinkErrors {

    private SinkErrors() {}

    public static String envelopeNeedsJson(String format) {
        return String.format(
                "'changelog.envelope' = 'true' needs 'format' = 'json' or 'json-array', but it is"
                        + " '%s'. Remove one of them; formats such as 'debezium-json' tell the kind of a change"
                        + " themselves.",
                format);
    }

    public static String deletionWithoutEnvelope() {
        return "The query has deleted a row, which a message without its kind can't say. Set"
                + " 'changelog.envelope' = 'true', or write a query that deletes nothing.";
    }

    public static String cannotOpenSerializer() {
        return "The serializer of the WebSocket sink can't be opened.";
    }

    public static String parallelSink(BindAddress address, int parallelism) {
        return String.format(
                "The WebSocket sink has a parallelism of %d, but 'bind_address' is '%s', which is"
                        + " one port. Set the sink's parallelism to 1, or write a range with a port"
                        + " for each subtask, such as '0.0.0.0:8080-8087'.",
                parallelism, address);
    }

    public static String needsKeys(String setting) {
        return String.format(
                "%s needs to know which rows replace one another. Declare PRIMARY KEY (…) NOT"
                        + " ENFORCED on the table (in Java, call setKeys(…)), or remove it.",
                setting);
    }

    static String needsSingleRows(String setting) {
        return String.format(
                "%s needs messages of one row, whose key they have. Set 'batch.max_size' to 1 and take"
                        + " a format such as 'json' (in Java, a serializer and no"
                        + " RowLayout.JSON_ARRAY), or remove it.",
                setting);
    }

    public static String formatsWithoutSubscriptions() {
        return "'subscribe.formats' has no meaning with 'subscribe.enabled' = 'false'. Remove one of"
                + " them.";
    }

    public static String formatsNeedSingleRows() {
        return "'subscribe.formats' needs messages of one row. Set 'batch.max_size' to 1 and take a"
                + " format such as 'json' (in Java, a serializer and no RowLayout.JSON_ARRAY), or"
                + " remove it.";
    }

    public static String formatTwice(String format) {
        return String.format(
                "'subscribe.formats' names '%s', which clients get by 'format' or another name of the"
                        + " list already. Remove it there.",
                format);
    }

    /** In SQL. */
    public static String formatNotForSubscriptions(String format) {
        return String.format(
                "'subscribe.formats' names '%s', which is not a format of one row that is text, as"
                        + " the JSON of a subscription needs it. Take such as 'json' and 'csv'.",
                format);
    }

    /** In SQL. */
    public static String formatOfOtherChanges(String format, String own) {
        return String.format(
                "'subscribe.formats' names '%s', which takes other kinds of changes than 'format' ="
                        + " '%s'. Take only formats of rows, such as 'json' and 'csv', or only such"
                        + " as 'debezium-json' and 'canal-json'.",
                format, own);
    }

    static String cannotEncode(String format) {
        return String.format(
                "A kept row can't be encoded in the format '%s', which a client has asked for. Remove"
                        + " it from 'subscribe.formats', or write a query whose rows it can hold.",
                format);
    }

    public static String maxRowsWithoutSnapshot() {
        return "'snapshot.max_rows' has no meaning without 'snapshot.on_connect' = 'true'. Set that,"
                + " or remove this.";
    }

    static String tooManyRows(int maxRows) {
        return String.format(
                "The query has more than %d keys, which is what 'snapshot.max_rows' allows: a"
                        + " snapshot without some of them would be wrong. Raise it (each row is on"
                        + " the heap and in Flink's state), make the query delete rows, or remove"
                        + " 'snapshot.on_connect'.",
                maxRows);
    }

    public static String stateOfOtherMode(int messages) {
        return String.format(
                "The state holds %d messages that the sink kept in the other 'mode': they are not"
                        + " sent.",
                messages);
    }

    public static String stateOfOneServer(String key, int parallelism) {
        return String.format(
                "The WebSocket sink has a parallelism of %d, but '%s' needs 1: what it keeps belongs"
                        + " to one server. Set the sink's parallelism to 1, or remove '%s'.",
                parallelism, key, key);
    }
}
