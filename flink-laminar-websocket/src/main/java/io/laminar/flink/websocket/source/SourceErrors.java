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

    public static String repeatedUrl(String printableUrl) {
        return String.format(
                "'url' names '%s' more than once. Each of its URLs is read by one connection; remove"
                        + " the others.",
                printableUrl);
    }

    public static String parallelismNeedsKey(String format) {
        return String.format(
                "'scan.parallelism' with 'format' = '%s' needs a PRIMARY KEY (…) NOT ENFORCED, by"
                        + " which the changes of a row stay in order. Declare it, or remove"
                        + " 'scan.parallelism'.",
                format);
    }

    static String droppedSplit(String splitId) {
        return String.format(
                "The checkpoint holds '%s', which the options do not name any more: it is not read.",
                splitId);
    }

    public static String undecodable(
            String peer, long message, int record, String input, String reason) {
        return String.format(
                "Can't decode record %d of message %d from %s: %s The input: '%s'.",
                record, message, peer, reason.endsWith(".") ? reason : reason + ".", input);
    }

    public static String emptyField(String key) {
        return String.format(
                "'%s' is empty. Set it to the name of a field of the records, or remove it.", key);
    }

    public static String resumeMessageAlone() {
        return "'resume.message' has no meaning without 'resume.field', the field of the records"
                + " whose value stands for '${last}'. Set that, or remove this.";
    }

    public static String resumeMessageWithoutLast() {
        return "'resume.message' has no '${last}', which stands for the value of 'resume.field' in"
                + " the last record. Put it where the server reads where to go on.";
    }

    public static String lastWithoutField(String printableUrl) {
        return String.format(
                "'url' holds '${last}' ('%s'), but 'resume.field' does not say which field of the"
                        + " records it stands for. Set that, or remove it from the URL.",
                printableUrl);
    }

    public static String noPlaceForLast(String printableUrl) {
        return String.format(
                "'resume.field' is set, but nothing tells the server at '%s' its last value. Put"
                        + " '${last}' into 'resume.message', or into the query of the URL.",
                printableUrl);
    }

    public static String lastInSubscription() {
        return "'${last}' has no meaning in 'subscribe.message', which is sent when there is no last"
                + " record. Put it into 'resume.message', which is sent in its place when there is"
                + " one.";
    }

    public static String badSequence(String field, String value) {
        return String.format(
                "Its field '%s', which 'sequence.field' names, is '%s', which is not a whole"
                        + " number.",
                field, value);
    }

    public static String lost(long missing, long sequence, String peer, long others) {
        return String.format(
                "%d records before number %d ('sequence.field') did not come from %s%s.",
                missing,
                sequence,
                peer,
                others == 0 ? "" : "; " + others + " other gaps since the last line like this");
    }

    public static String badEventTimeFormat(String format, String reason) {
        return String.format(
                "'event_time.format' is '%s', but must be one of 'epoch_seconds', 'epoch_millis',"
                        + " 'epoch_micros', 'epoch_nanos', 'iso8601', or a pattern such as"
                        + " 'yyyy-MM-dd HH:mm:ss': %s.",
                format, reason);
    }

    public static String fieldNeedsJson(String key, String format) {
        return String.format(
                "'%s' names a field of JSON records, but 'format' is '%s'. Remove it, or take a"
                        + " JSON format.",
                key, format);
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
