// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketOptions.RECONNECT_MAX_DELAY;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.BIND_ADDRESS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.RECONNECT_INITIAL_DELAY;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.RECONNECT_MAX_RETRIES;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.websocket.protocol.BindAddress;
import io.laminar.flink.websocket.protocol.ReconnectPolicy;
import io.laminar.flink.websocket.protocol.WebSocketErrors;
import io.laminar.flink.websocket.protocol.WebSocketUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads where a connection leads, and when it is tried again; source and sink spell it alike. */
final class EndpointReader {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointReader.class);

    private EndpointReader() {}

    /** Of a server; empty if a problem was noted. */
    static Optional<BindAddress> bindAddress(OptionReader options) {
        Optional<String> written = options.find(BIND_ADDRESS);
        if (written.isEmpty()) {
            options.problem(WebSocketErrors.missingBindAddress());
        }
        return written.flatMap(text -> Attempt.at(options, () -> BindAddress.parse(text)));
    }

    /** Empty if a problem was noted. */
    static Optional<WebSocketUrl> url(OptionReader options, String written) {
        Optional<WebSocketUrl> url = Attempt.at(options, () -> WebSocketUrl.parse(written));
        url.ifPresent(EndpointReader::warnOfSecret);
        return url;
    }

    /** Those with commas between; empty if a problem was noted. */
    static Optional<List<WebSocketUrl>> urls(OptionReader options, String written) {
        Optional<List<WebSocketUrl>> urls =
                Attempt.at(options, () -> WebSocketUrl.parseAll(written));
        urls.ifPresent(all -> all.forEach(EndpointReader::warnOfSecret));
        return urls;
    }

    private static void warnOfSecret(WebSocketUrl url) {
        if (url.holdsLiteralSecret()) {
            LOG.warn(
                    "The URL {} holds a secret as plain text, which travels in the job graph."
                            + " '${env:NAME}' or '${file:/path}' in its place keeps it out.",
                    url);
        }
    }

    /** Empty if a problem was noted. */
    static Optional<ReconnectPolicy> reconnect(OptionReader options) {
        return Attempt.at(
                options,
                () ->
                        new ReconnectPolicy(
                                Duration.ofMillis(options.get(RECONNECT_INITIAL_DELAY)),
                                Duration.ofMillis(options.get(RECONNECT_MAX_DELAY)),
                                options.get(RECONNECT_MAX_RETRIES)));
    }
}
