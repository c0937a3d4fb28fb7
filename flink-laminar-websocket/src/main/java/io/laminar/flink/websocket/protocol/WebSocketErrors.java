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
                        + " '[::1]:8080', or a range of ports, such as '0.0.0.0:8080-8087'; port 0"
                        + " stands for any free one.",
                written);
    }

    public static String narrowRange(BindAddress address, int parallelism, String option) {
        return String.format(
                "'bind_address' is '%s', a range of %d ports, but there are %d subtasks, each of"
                        + " which needs one. Make the range wider, or set '%s' to %d.",
                address, address.ports(), parallelism, option, address.ports());
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

    public static String excludeEachOther(String key, String otherKey) {
        return String.format("'%s' and '%s' exclude each other: write one of them.", key, otherKey);
    }

    public static String missingInBuilder(String what, String setter) {
        return String.format("The %s is missing. Call %s(…).", what, setter);
    }

    public static String maximumDelayBelowInitial(Duration initial, Duration maximum) {
        return String.format(
                "'reconnect.max_delay_ms' is '%d', but must be at least"
                        + " 'reconnect.initial_delay_ms', which is '%d'.",
                maximum.toMillis(), initial.toMillis());
    }

    // Connections.

    /**
     * The reconnects are used up.
     *
     * @param shortcoming what none of them did, such as "brought no message"
     */
    static String retriesExhausted(
            String printableUrl, int retries, String shortcoming, String lastError) {
        return String.format(
                "The connection to '%s' failed, and %d reconnects in a row %s"
                        + " ('reconnect.max_retries' = '%d'). The last error: %s",
                printableUrl, retries, shortcoming, retries, lastError);
    }

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
}
