// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.websocket.table;

import static io.laminar.flink.websocket.table.WebSocketSourceOptions.ALLOWED_ORIGINS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.AUTH;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.HEADERS;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.PATH;
import static io.laminar.flink.websocket.table.WebSocketSourceOptions.SUBPROTOCOL;

import io.laminar.flink.sdk.option.OptionReader;
import io.laminar.flink.sdk.secret.SecretText;
import io.laminar.flink.websocket.protocol.ClientHandshake;
import io.laminar.flink.websocket.protocol.HandshakeRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what either side of a handshake sends or asks for; source and sink spell it alike. */
final class HandshakeReader {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeReader.class);

    private HandshakeReader() {}

    /** Empty if a problem was noted. */
    static Optional<ClientHandshake> client(OptionReader options) {
        Map<String, SecretText> headers = new HashMap<>();
        options.find(HEADERS)
                .orElse(Map.of())
                .forEach((name, value) -> headers.put(name, SecretText.of(value)));
        Optional<ClientHandshake> handshake =
                Attempt.at(
                        options,
                        () ->
                                new ClientHandshake(
                                        headers,
                                        options.find(SUBPROTOCOL).orElse(null),
                                        options.find(AUTH).map(SecretText::of).orElse(null)));
        handshake.ifPresent(checked -> checked.literalSecrets().forEach(HandshakeReader::warn));
        return handshake;
    }

    /** Empty if a problem was noted. */
    static Optional<HandshakeRules> server(OptionReader options) {
        Optional<HandshakeRules> rules =
                Attempt.at(
                        options,
                        () ->
                                new HandshakeRules(
                                        options.find(PATH).orElse(null),
                                        Set.copyOf(options.find(ALLOWED_ORIGINS).orElse(List.of())),
                                        options.find(SUBPROTOCOL).orElse(null),
                                        options.find(AUTH).map(SecretText::of).orElse(null)));
        rules.filter(HandshakeRules::holdsLiteralSecret).ifPresent(checked -> warn(AUTH.key()));
        return rules;
    }

    private static void warn(String option) {
        LOG.warn(
                "The option '{}' holds a secret as plain text, which travels in the job graph."
                        + " '${env:NAME}' or '${file:/path}' in its place keeps it out.",
                option);
    }
}
