// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.benchmarks.websocket;

import java.util.Locale;

/** What the benchmark of WebSocket tells when something is wrong. */
final class WebSocketBenchErrors {

    private WebSocketBenchErrors() {}

    static String tooFewFiles(long clients, long needed, long allowed) {
        return String.format(
                Locale.ROOT,
                "%d clients need %d open files, but a process may have %d. Raise the limit"
                        + " ('ulimit -n %d'), or take fewer with --clients.",
                clients,
                needed,
                allowed,
                needed);
    }

    static String unknownName(String name) {
        return String.format(
                "There is no '%s'. There are %s.",
                name, String.join(", ", WebSocketBenchmark.names()));
    }

    static String lostMessages(long published, long received) {
        return String.format(
                Locale.ROOT,
                "Of %d messages a client had about %d after a minute: the server has lost some.",
                published,
                received);
    }

    static String nothingArrives(Object variant) {
        return variant + " received nothing for a minute.";
    }
}
