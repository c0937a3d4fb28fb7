// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.source;

import org.apache.flink.annotation.Internal;

/** Texts of what goes wrong in the source. */
@Internal
public final class SourceErrors {

    private SourceErrors() {}

    public static String emptySubscription() {
        return "'subscribe.message' is empty. Set it to the text that the server waits for, or"
                + " remove it.";
    }

    /** Without what was written, which may hold a key. */
    public static String badSubscriptions() {
        return "'subscribe.messages' must be a JSON array of one message or more, such as"
                + " '[{\"op\":\"subscribe\",\"channel\":\"ticks\"}]'. A string in it is sent as it is,"
                + " any other value as JSON.";
    }

    public static String undecodable(
            String peer, long message, int record, String input, String reason) {
        return String.format(
                "Can't decode record %d of message %d from %s: %s The input: '%s'.",
                record, message, peer, reason.endsWith(".") ? reason : reason + ".", input);
    }

    public static String emptyEventTimeField() {
        return "'event_time.field' is empty. Set it to the name of a field of the records, or"
                + " remove it.";
    }

    public static String badEventTimeFormat(String format, String reason) {
        return String.format(
                "'event_time.format' is '%s', but must be one of 'epoch_seconds', 'epoch_millis',"
                        + " 'epoch_micros', 'epoch_nanos', 'iso8601', or a pattern such as"
                        + " 'yyyy-MM-dd HH:mm:ss': %s.",
                format, reason);
    }

    public static String eventTimeNeedsJson(String format) {
        return String.format(
                "'event_time.field' names a field of JSON records, but 'format' is '%s'. Remove it,"
                        + " and take a column for WATERMARK FOR.",
                format);
    }

    public static String eventTimeFormatAlone() {
        return "'event_time.format' has no meaning without 'event_time.field'. Set that, or remove"
                + " this.";
    }

    public static String noSourceWatermark() {
        return "WATERMARK FOR … AS SOURCE_WATERMARK() needs 'event_time.field', the field of the"
                + " records that holds their time. Set it, or write the watermark as an expression"
                + " such as ts - INTERVAL '1' SECOND.";
    }

    public static String noEventTime(String field) {
        return String.format(
                "It has no value in a field '%s', which 'event_time.field' names.", field);
    }

    public static String badEventTime(String field, String value, String format) {
        return String.format(
                "Its field '%s', which 'event_time.field' names, is '%s', which is not of the format"
                        + " '%s' ('event_time.format').",
                field, value, format);
    }

    public static String failedOn(String undecodable) {
        return undecodable
                + " Mend the sender, or change the table's columns or 'format'; 'on_error' = 'skip'"
                + " leaves such records out.";
    }

    public static String skipped(String undecodable, long others) {
        return "A record is left out"
                + (others == 0 ? "" : ", and " + others + " others since the last line like this")
                + ". "
                + undecodable;
    }
}
