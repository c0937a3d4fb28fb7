// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.protocol;

import java.time.Duration;
import org.apache.flink.annotation.Internal;

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
                "Can't decode record %d of message %d from %s: %s The input: '%s'. Mend the"
                        + " sender, or change the table's columns or 'format'.",
                record, message, peer, reason.endsWith(".") ? reason : reason + ".", input);
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
