// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What users read when something is wrong: what, where, and how to mend it. Each text is used by
 * the SQL factory and by the builders alike.
 */
@Internal
public final class WebSocketErrors {

    private WebSocketErrors() {}

    // Options.

    public static String missingUrl() {
        return "'url' is missing. Set it to the server's address, such as"
                + " 'wss://host/path', or set 'mode' = 'server' with 'bind_address' to let the"
                + " senders connect.";
    }

    public static String missingBindAddress() {
        return "'bind_address' is missing. In server mode it is the address to listen on, such as"
                + " '0.0.0.0:8080'.";
    }

    public static String badUrl(String printableUrl, String reason) {
        return String.format(
                "'url' is '%s', but must start with 'ws://' or 'wss://' and name a host: %s.",
                printableUrl, reason);
    }

    public static String badBindAddress(String written) {
        return String.format(
                "'bind_address' is '%s', but must be 'host:port', such as '0.0.0.0:8080' or"
                        + " '[::1]:8080'; port 0 stands for any free one.",
                written);
    }

    public static String optionOfOtherMode(String key, String mode, String otherMode) {
        return String.format(
                "'%s' has no meaning with 'mode' = '%s'. Remove it, or set 'mode' = '%s'.",
                key, mode, otherMode);
    }

    public static String tooSmall(String key, Object value, Object minimum) {
        return String.format("'%s' is '%s', but must be at least %s.", key, value, minimum);
    }

    public static String tooLarge(String key, Object value, Object maximum) {
        return String.format("'%s' is '%s', but must be at most %s.", key, value, maximum);
    }

    public static String maximumDelayBelowInitial(Duration initial, Duration maximum) {
        return String.format(
                "'reconnect.max_delay_ms' is '%d', but must be at least"
                        + " 'reconnect.initial_delay_ms', which is '%d'.",
                maximum.toMillis(), initial.toMillis());
    }

    public static String sinkClientMode() {
        return "'mode' is 'client', but the sink offers 'server' only: it listens on 'bind_address'"
                + " and sends to every client that connects.";
    }

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

    public static String excludeEachOther(String key, String otherKey) {
        return String.format("'%s' and '%s' exclude each other: write one of them.", key, otherKey);
    }

    public static String envelopeNeedsJson(String format) {
        return String.format(
                "'changelog.envelope' = 'true' needs 'format' = 'json', but it is '%s'. Remove one"
                        + " of them; formats such as 'debezium-json' tell the kind of a change"
                        + " themselves.",
                format);
    }

    public static String missingInBuilder(String what, String setter) {
        return String.format("The %s is missing. Call %s(…).", what, setter);
    }

    public static String badHeaderName(String name) {
        return String.format(
                "'headers.%s' doesn't name an HTTP header: a name has letters, digits and '-'.",
                Printable.text(name));
    }

    public static String reservedHeader(String name) {
        return String.format(
                "'headers.%s' can't be set: the handshake itself decides about this header."
                        + " Remove it.",
                name);
    }

    public static String headerOfOption(String name, String option) {
        return String.format(
                "'headers.%s' can't be set: '%s' stands for this header. Use that one.",
                name, option);
    }

    /** Never shows the value, which may be secret. */
    public static String badHeaderValue(String option) {
        return String.format(
                "The value of '%s' can't be sent in an HTTP header: it is empty, begins with a"
                        + " space, or holds a line break or another character that is not printable"
                        + " ASCII.",
                option);
    }

    public static String badPath(String written) {
        return String.format(
                "'path' is '%s', but must begin with '/' and hold no space, '?' or '#'.",
                Printable.text(written));
    }

    public static String badOrigin(String written) {
        return String.format(
                "'allowed_origins' holds '%s', but an origin is a scheme and a host, with a port if"
                        + " it is not the usual one, and nothing else, such as"
                        + " 'https://app.example.com'.",
                Printable.text(written));
    }

    public static String badTokens(String option, String written) {
        return String.format(
                "'%s' is '%s', but must be one name without spaces, such as 'v1.example', or several"
                        + " with commas.",
                option, Printable.text(written));
    }

    public static String passwordWithoutStore(String key) {
        return String.format(
                "'%s_password' is set, but '%s' is not. Set that one to the file, or remove the"
                        + " password.",
                key, key);
    }

    public static String unreadableStore(String key, String path, String reason) {
        return String.format(
                "Can't read '%s' ('%s'): %s. It has to be a PKCS #12, JKS or PEM file on every task"
                        + " manager, with its password in '%s_password'.",
                path, key, Printable.text(reason), key);
    }

    // Connections.

    public static String portInUse(BindAddress address, Duration tried) {
        return String.format(
                "Port %d on '%s' is in use by another process or job (tried for %d s). Stop that"
                        + " one, or change 'bind_address'; port 0 takes any free port.",
                address.port(), address.host(), tried.toSeconds());
    }

    public static String cannotBind(BindAddress address, String reason) {
        return String.format(
                "Can't listen on '%s': %s. Set 'bind_address' to an address of this machine, or to"
                        + " '0.0.0.0:%d' for all of them.",
                address, reason, address.port());
    }

    public static String refusedHandshake(String printableUrl, String status) {
        return String.format(
                "The server at '%s' refused the WebSocket handshake: expected status 101 but was"
                        + " '%s'.",
                printableUrl, status);
    }

    public static String unauthorized(String printableUrl, String status) {
        return String.format(
                "The server at '%s' refused the WebSocket handshake with '%s': the credentials are"
                        + " missing or wrong. Set 'auth' to what it takes, such as 'Bearer"
                        + " ${env:TOKEN}', or the header or part of the URL that it wants instead.",
                printableUrl, status);
    }

    public static String forbidden(String printableUrl, String status) {
        return String.format(
                "The server at '%s' refused the WebSocket handshake with '%s': whoever these"
                        + " credentials belong to may not connect. Ask its operator for the right,"
                        + " or check 'auth', the path in 'url' and 'headers.Origin'.",
                printableUrl, status);
    }

    public static String tooManyRedirects(String printableUrl, int maximum, String location) {
        return String.format(
                "'%s' redirected %d times, and again to '%s'. Set 'url' to the address where the"
                        + " server is.",
                printableUrl, maximum, location);
    }

    public static String badRedirect(String printableUrl, String location) {
        return String.format(
                "'%s' redirected to '%s', which is no address of a WebSocket server. Set 'url' to"
                        + " the address where the server is.",
                printableUrl, location);
    }

    public static String insecureRedirect(String printableUrl, String location) {
        return String.format(
                "'%s' redirected to '%s', which is not encrypted, and was not followed. Set 'url'"
                        + " to that address if this is what you want.",
                printableUrl, location);
    }

    public static String otherSubprotocol(
            String printableUrl, @Nullable String offered, @Nullable String chosen) {
        return String.format(
                "The server at '%s' chose %s, but %s. Set 'subprotocol' to what the server speaks.",
                printableUrl,
                chosen == null
                        ? "no subprotocol"
                        : "the subprotocol '" + Printable.text(chosen) + "'",
                offered == null ? "none was offered" : "'" + offered + "' was offered");
    }

    public static String badHandshake(String printableUrl, String reason) {
        return String.format(
                "The answer of '%s' is not a WebSocket handshake: %s. Is it a WebSocket server?",
                printableUrl, reason);
    }

    public static String handshakeTimeout(String printableUrl, Duration timeout) {
        return String.format(
                "'%s' did not finish the WebSocket handshake within %d ms. Is it a WebSocket"
                        + " server? A slow one may need a higher 'handshake_timeout_ms'.",
                printableUrl, timeout.toMillis());
    }

    public static String cannotConnect(String printableUrl, String reason) {
        return String.format("Can't connect to '%s': %s.", printableUrl, reason);
    }

    public static String expiredCertificate(String printableUrl, String validity) {
        return String.format(
                "Can't connect to '%s': its certificate, or one above it, has expired (%s). Its"
                        + " operator has to renew it; check the clock of this machine, too.",
                printableUrl, validity);
    }

    public static String retriesExhausted(String printableUrl, int retries, String lastError) {
        return String.format(
                "The connection to '%s' failed, and %d reconnects in a row brought no message"
                        + " ('reconnect.max_retries' = '%d'). The last error: %s",
                printableUrl, retries, retries, lastError);
    }

    // Messages.

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

    public static String deletionWithoutEnvelope() {
        return "The query has deleted a row, which a message without its kind can't say. Set"
                + " 'changelog.envelope' = 'true', or write a query that deletes nothing.";
    }

    public static String parallelSink(int parallelism) {
        return String.format(
                "The WebSocket sink runs one server and needs a parallelism of 1, but has %d. Call"
                        + " setParallelism(1) on it.",
                parallelism);
    }
}
